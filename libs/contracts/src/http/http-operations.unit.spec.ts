import { describe, expect, it } from '@jest/globals';
import { codes } from '@keyledger/domain';
import type { z } from 'zod';
import type { OperationBody } from './operation.js';
import { httpOperations } from './operations.js';

describe('the table of operations', () => {
  it('names every operation once, and every route once', () => {
    const ids = httpOperations.map(({ operationId }) => operationId);
    const routes = httpOperations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(httpOperations.map((operation) => [operation.operationId, operation] as const))(
    '%s: its examples are what its schemas accept, its codes are in the table, none twice',
    (_id, operation) => {
      const { body, success } = operation;
      if (body) expect(body.schema.safeParse(body.example)).toMatchObject({ success: true });
      if (success.schema) {
        expect(success.schema.safeParse(success.example)).toMatchObject({ success: true });
      }
      expect(operation.codes.filter((code) => !(code in codes))).toEqual([]);
      expect(new Set(operation.codes).size).toBe(operation.codes.length);
    },
  );

  it.each(httpOperations.flatMap(({ operationId, body, query }) => named(operationId, body, query)))(
    '%s refuses a field it does not know',
    (_name, schema) => {
      const issues = schema.safeParse({ surprise: 1 }).error?.issues ?? [];
      expect(issues.map(({ code }) => code)).toContain('unrecognized_keys');
    },
  );
});

function named(operationId: string, body?: OperationBody, query?: z.ZodType): [string, z.ZodType][] {
  const rows: [string, z.ZodType][] = [];
  // Documents of other formats have fields that are none of ours, and OAuth passes over what it does not know.
  if (body && body.otherMediaTypes === undefined && body.mediaType === undefined)
    rows.push([`the body of ${operationId}`, body.schema]);
  if (query) rows.push([`the query of ${operationId}`, query]);
  return rows;
}
