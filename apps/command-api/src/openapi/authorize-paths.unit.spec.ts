import { describe, expect, it } from '@jest/globals';
import { problemDetails } from '@keyledger/contracts';
import { profileIds } from '@keyledger/domain';
import fastify from 'fastify';
import { authorizePaths } from './authorize-paths.js';

interface Response {
  readonly content?: Record<string, { readonly examples: Record<string, { readonly value: unknown }> }>;
}

const { paths, responses } = authorizePaths({});
const byName = responses as Record<string, Response>;
const examplesOf = (status: number, type: string) =>
  byName[`Authorize${status}`]?.content?.[type]?.examples ?? {};

describe.each(['/v1/authorize/{account}', '/v1/authorize/{account}/{path}'])('%s', (path) => {
  const { parameters, ...operations } = paths[path] as Record<string, unknown>;

  it('has every method that the server takes and OpenAPI has a word for', () => {
    const taken = fastify()
      .supportedMethods.map((method) => method.toLowerCase())
      .filter((method) => method !== 'query'); // OpenAPI 3.2 has it
    expect(Object.keys(operations).sort()).toEqual(taken.sort());
  });

  it('names its parameters once, and those in the path all', () => {
    const names = (parameters as { name: string; in: string }[]).map((one) => `${one.in} ${one.name}`);
    expect(new Set(names).size).toBe(names.length);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`);
    expect(names.filter((name) => name.startsWith('path '))).toEqual(inPath);
  });
});

describe('the answers of /v1/authorize', () => {
  it('are told for every profile and every reason', () => {
    const names = Object.values(byName)
      .flatMap(({ content = {} }) => Object.values(content))
      .flatMap(({ examples }) => Object.keys(examples));
    expect(new Set(names).size).toBe(names.length);
    for (const profile of profileIds) {
      for (const code of ['MISSING_CREDENTIALS', 'KEY_REVOKED', 'RATE_LIMITED', 'STALE', 'INTERNAL']) {
        expect(names).toContain(`${profile}.${code}`);
      }
    }
  });

  it('are in the words of each profile', () => {
    expect(examplesOf(400, 'application/json')['id-and-secret.MISSING_CREDENTIALS']?.value).toMatchObject({
      Code: 'MISSING_API_KEY',
    });
    expect(examplesOf(403, 'application/json')['operations.INSUFFICIENT_SCOPE']?.value).toMatchObject({
      status: 403,
    });
    expect(examplesOf(401, 'application/problem+json')).toHaveProperty(['keyledger.KEY_EXPIRED']);
  });

  it('have problems for what is wrong with the gateway', () => {
    const { value } = examplesOf(403, 'application/problem+json')['GATEWAY_NOT_RECOGNISED'] ?? {};
    expect(problemDetails.omit({ requestId: true }).safeParse(value).success).toBe(true);
    expect(Object.keys(examplesOf(400, 'application/problem+json'))).toContain('INVALID_REQUEST');
  });
});
