import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi, leavesNothingBehind } from '../spec-api.js';

const post = 'POST /v1/accounts/acme/catalogue/from-openapi';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

leavesNothingBehind(() => api);

const take = (body: unknown, type = 'application/yaml') =>
  api.send(post, { body, headers: { 'content-type': type } });

describe('400 INVALID_OPENAPI', () => {
  it.each([
    ['nothing', ''],
    ['a text', 'openapi'],
    ['a list', '- openapi: 3.1.0'],
    ['Swagger 2', 'swagger: "2.0"\npaths: {/a: {get: {operationId: a}}}'],
    ['no paths', 'openapi: 3.1.0'],
    ['what is not YAML', 'a: [1, 2\nb: }'],
    ['what is neither JSON nor YAML', '{"openapi": "3.1.0", '],
    ['a field that is there twice', 'openapi: 3.1.0\nopenapi: 3.0.0'],
    ['a path that is there twice', 'openapi: 3.1.0\npaths:\n  /a: {}\n  "/a": {get: {operationId: a}}'],
    ['several documents', 'openapi: 3.1.0\n---\nopenapi: 3.1.0'],
    ['an alias of nothing', 'openapi: 3.1.0\npaths: *a'],
    ['nesting without end', '['.repeat(50_000)],
    ['objects without end', '{a: '.repeat(50_000)],
  ])('for %s', async (_what, body) => {
    expect(await take(body)).toMatchObject({ status: 400, body: { code: 'INVALID_OPENAPI' } });
  });

  it('for aliases that multiply', async () => {
    const levels = Array.from({ length: 9 }, (_, index) => {
      const items = index === 0 ? 'x, x, x' : Array.from({ length: 9 }, () => `*a${index - 1}`).join(', ');
      return `a${index}: &a${index} [${items}]`;
    });
    expect(await take(`openapi: 3.1.0\n${levels.join('\n')}\n`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_OPENAPI' },
    });
  });

  it.each([[null], [[]], ['"text"'], [7], [{}]])('for the JSON %j', async (body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(await take(text, 'application/json')).toMatchObject({
      status: 400,
      body: { code: 'INVALID_OPENAPI' },
    });
  });

  it('for JSON that is nested without end', async () => {
    const body = `{"openapi": "3.1.0", "paths": ${'{"a":'.repeat(200_000)}1${'}'.repeat(200_001)}`;
    for (const type of ['application/json', 'application/openapi+json']) {
      expect(await take(body, type)).toMatchObject({ status: 400, body: { code: 'INVALID_OPENAPI' } });
    }
  });

  it('says at which line, and repeats nothing of what was sent', async () => {
    const value = `kl_live_${'a'.repeat(33)}`;
    const answer = await take(`openapi: 3.1.0\npaths: [${value}\n`);
    expect(answer.body).toMatchObject({
      code: 'INVALID_OPENAPI',
      detail: expect.stringMatching(/line \d+/) as unknown,
    });
    expect(answer.text).not.toContain('aaaaa');
  });
});

describe('documents that go round in circles', () => {
  it('are no trouble', async () => {
    const body = `openapi: 3.1.0
x-all: &all
  again: *all
paths: &paths
  /a: {get: {operationId: a, tags: [t], x-paths: *paths}}
`;
    expect(
      await api.send(`${post}?dryRun=true`, { body, headers: { 'content-type': 'text/yaml' } }),
    ).toMatchObject({
      status: 200,
      body: { operations: 1 },
    });
  });

  it('nor are attempts on the prototype', async () => {
    const body = `openapi: 3.1.0\n__proto__: {polluted: 1}\npaths: {/a: {get: {operationId: a, tags: [t]}}}`;
    const answer = await api.send(`${post}?dryRun=true`, { body, headers: { 'content-type': 'text/yaml' } });
    expect(answer.status).toBe(200);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
