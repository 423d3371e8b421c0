import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RequestEvent, requestsTopic } from '@keyledger/contracts';
import { writeUsage } from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { SpecApi } from './spec-api.js';

let database: TestDatabase;
let api: SpecApi;
let sequence = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await SpecApi.start(database.url);
});

afterAll(async () => {
  await api.stop();
  await database.drop();
});

/** As if the auditor had counted a request for each. */
async function use(
  keyId: string,
  operations: readonly (string | null)[],
  code: RequestEvent['code'] = 'VALID',
) {
  const firstOffset = BigInt(sequence);
  const requests = operations.map((operation) => {
    const offset = BigInt(sequence);
    const time = new Date().toISOString();
    const by = { producer: 'spec', verifier: null, sequence, clientAddress: null, userAgent: null };
    const event: RequestEvent = { keyId, accountId: 'acme', operation, code, time, ...by };
    sequence += 1;
    return { offset, event };
  });
  const place = { topic: requestsTopic.name, partition: 0, group: 'spec' };
  const lastOffset = BigInt(sequence) - 1n;
  await writeUsage(api.running.infrastructure.pool, { ...place, requests, firstOffset, lastOffset });
}

interface Reviewed {
  readonly key: { readonly id: string };
  readonly findings: readonly string[];
}

describe('GET /v1/accounts/{account}/review', () => {
  it('shows what each key holds and what it used, and proposes the least that would have done (WX-10, WX-11)', async () => {
    await api.openAccount('acme');
    const wide = await api.createKey('acme', { scopes: ['orders:*', 'people:read'] });
    const idle = await api.createKey('acme', { scopes: ['orders:List'] });
    await use(wide.key.id, ['orders:List', 'orders:List', 'orders:Create']);
    await use(wide.key.id, ['billing:Pay'], 'INSUFFICIENT_SCOPE');
    const { body } = await api.send(`GET /v1/accounts/acme/review?minPosition=${idle.position}`);
    const items = body.items as readonly Reviewed[];
    expect(items.map(({ key }) => key.id)).toEqual([idle.key.id, wide.key.id]);
    expect(items[1]).toMatchObject({
      findings: ['no-expiry', 'over-scoped'],
      usedOperations: [
        { operation: 'orders:List', count: 2 },
        { operation: 'orders:Create', count: 1 },
      ],
      unusedScopes: ['people:read'],
      proposal: { scopes: ['orders:Create', 'orders:List'], permissions: null },
    });
    expect(items[0]).toMatchObject({ usedOperations: [], proposal: null, findings: ['no-expiry'] });
  });

  it('refuses a time that is none', async () => {
    const { status, body } = await api.send('GET /v1/accounts/acme/review?days=0');
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
  });
});
