// Writes the pages that are generated from tables in the code; tests hold the pages to the tables.
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../dist/apps/command-api/src/openapi/document.js';
import { asyncApiDocument } from '../dist/libs/contracts/src/topics/asyncapi-document.js';
import { configurationDocument } from '../dist/libs/platform/src/config/document-config.js';
import { codesDocument } from '../dist/libs/platform/src/documents/document-codes.js';
import { consoleApiTypes, consoleApiTypesPath } from './console-api-types.mjs';

writeFileSync('docs/configuration.md', configurationDocument());
writeFileSync('docs/errors.md', codesDocument());
writeFileSync('docs/asyncapi.json', await formatted('docs/asyncapi.json', asyncApiDocument()));
writeFileSync(consoleApiTypesPath, await consoleApiTypes(openApiDocument()));

async function formatted(filepath, document) {
  return format(JSON.stringify(document), { ...(await resolveConfig(filepath)), filepath });
}
