import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../apps/command-api/src/openapi/document.js';
import { consoleApiTypes, consoleApiTypesPath } from '../../tools/console-api-types.mjs';

describe('the types of the API that the console is compiled against', () => {
  it('are those of the OpenAPI document: otherwise run `npm run -s docs:write`', async () => {
    expect(readFileSync(consoleApiTypesPath, 'utf8')).toBe(await consoleApiTypes(openApiDocument()));
  });
});
