import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AppliedProposal,
  type KeyCreatedAnswer,
  type RequestEvent,
  proposalsMax,
  requestsTopic,
} from '@keyledger/contracts';
import { writeUsage } from '@keyledger/read-models';
import { SpecApi, type SpecRequest } from './spec-api.js';

const dayMs = 86_400_000;

let api: SpecApi;
let sequence = 0;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  await api.openAccount('other');
});

afterAll(async () => {
  await api.stop();
});

/** As if the auditor had counted them. */
async function use({ id, account }: KeyCreatedAnswer['key'], daysAgo: number, ...operations: string[]) {
  const firstOffset = BigInt(sequence);
  const time = new Date(Date.now() - daysAgo * dayMs).toISOString();
  const requests = operations.map((operation) => {
    const what = { keyId: id, accountId: account, operation, code: 'VALID', time } as const;
    const from = { producer: 'spec', verifier: null, clientAddress: '192.0.2.7', userAgent: null };
    const event: RequestEvent = { ...what, ...from, sequence };
    sequence += 1;
    return { offset: BigInt(event.sequence), event };
  });
  const place = { topic: requestsTopic.name, partition: 0, group: 'spec' };
  const lastOffset = BigInt(sequence) - 1n;
  await writeUsage(api.running.infrastructure.pool, { ...place, requests, firstOffset, lastOffset });
}

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

/** A key that holds more than it used, from anywhere, for ever. */
async function wideKey(account = 'acme'): Promise<KeyCreatedAnswer['key']> {
  const { key } = await api.createKey(account, { scopes: ['orders:*', 'people:read'] });
  await use(key, 0, 'orders:List', 'orders:Create');
  return key;
}

/** A key that was last used 95 days ago. */
async function idleKey(): Promise<KeyCreatedAnswer['key']> {
  const { key } = await api.createKey('acme', { expiresAt: inDays(9) });
  await use(key, 95, 'orders:Create');
  return key;
}

interface Applied {
  readonly reviewId: string;
  readonly items: readonly AppliedProposal[];
  readonly position: string | null;
}

async function apply(proposals: readonly object[], query = '', request: SpecRequest = {}): Promise<Applied> {
  const route = `POST /v1/accounts/acme/review/apply${query}`;
  const { status, body, text } = await api.send(route, { body: { proposals }, ...request });
  if (status !== 200) throw new Error(text);
  return body as unknown as Applied;
}

async function keyAt(id: string, position: string | null): Promise<Readonly<Record<string, unknown>>> {
  return (await api.send(`GET /v1/keys/${id}?minPosition=${String(position)}`)).body;
}

const everything = ['scopes', 'ip-allowlist', 'expiry', 'revoke'];

describe('POST /v1/accounts/{account}/review/apply', () => {
  it('makes a key hold no more than it used, as the review says (WX-11)', async () => {
    const key = await wideKey();
    const { items, position } = await apply([{ keyId: key.id, revision: 0, apply: everything }]);
    const applied = ['scopes', 'ip-allowlist', 'expiry'];
    const done = { outcome: 'applied', applied, skipped: ['revoke'], revision: 3, code: null, detail: null };
    expect(items).toEqual([{ keyId: key.id, ...done }]);
    const after = await keyAt(key.id, position);
    expect(after).toMatchObject({
      scopes: ['orders:Create', 'orders:List'],
      ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
      status: 'active',
    });
    expect(Date.parse(String(after.expiresAt)) - Date.now()).toBeGreaterThan(90 * dayMs - 1);
    const { body } = await api.send('GET /v1/accounts/acme/review?finding=over-scoped');
    expect((body.items as { key: { id: string } }[]).map((item) => item.key.id)).not.toContain(key.id);
  });

  it('revokes what nobody uses, and then does nothing else', async () => {
    const key = await idleKey();
    const { items, position } = await apply([{ keyId: key.id, revision: 0, apply: everything }]);
    expect(items).toMatchObject([{ outcome: 'applied', applied: ['revoke'], revision: 1 }]);
    expect(await keyAt(key.id, position)).toMatchObject({
      status: 'revoked',
      statusChange: { reason: 'unused', comment: 'Review: nobody has used it for 90 days.' },
    });
  });

  it('never revokes a key that has come to be used since', async () => {
    const key = await idleKey();
    await use(key, 0, 'orders:Create');
    const { items, position } = await apply([{ keyId: key.id, revision: 0, apply: ['revoke'] }]);
    expect(items).toMatchObject([{ outcome: 'unchanged', applied: [], skipped: ['revoke'], revision: 0 }]);
    expect(position).toBeNull();
  });

  it('counts what was used since the review was read', async () => {
    const key = await wideKey();
    await use(key, 0, 'people:read');
    const { position } = await apply([{ keyId: key.id, revision: 0, apply: ['scopes'] }]);
    const { scopes } = await keyAt(key.id, position);
    expect(scopes).toEqual(['people:read', 'orders:Create', 'orders:List']);
  });

  it('does nothing twice', async () => {
    const [wide, idle] = [await wideKey(), await idleKey()];
    const proposals = [wide, idle].map(({ id }) => ({ keyId: id, revision: 0, apply: everything }));
    await apply(proposals);
    const before = await api.logLength();
    const { items, position } = await apply(proposals);
    expect(items.map(({ outcome, revision }) => [outcome, revision])).toEqual([
      ['unchanged', 3],
      ['unchanged', 1],
    ]);
    expect([position, await api.logLength()]).toEqual([null, before]);
  });

  it('shows what it would do, and does not', async () => {
    const [key, before] = [await wideKey(), await api.logLength()];
    const proposals = [{ keyId: key.id, revision: 0, apply: ['scopes', 'expiry'] }];
    const { items, position } = await apply(proposals, '?dryRun=true');
    expect(items).toMatchObject([{ outcome: 'applied', applied: ['scopes', 'expiry'], revision: 0 }]);
    expect([position, await api.logLength()]).toEqual([null, before]);
  });

  it('is the cause of its events, which share a correlation', async () => {
    const keys = [await wideKey(), await wideKey()];
    const proposals = keys.map(({ id }) => ({ keyId: id, revision: 0, apply: ['scopes', 'expiry'] }));
    const headers = { 'x-correlation-id': 'q3-review', 'x-request-id': 'request-17' };
    const { reviewId, position } = await apply(proposals, '', { headers });
    expect(reviewId).toBe('review:request-17');
    for (const { id } of keys) {
      const { body } = await api.send(`GET /v1/keys/${id}/history?minPosition=${String(position)}`);
      const events = body.items as { type: string; causationId: string; correlationId: string }[];
      const changes = events.filter(({ type }) => type !== 'KeyCreated');
      expect(changes.map(({ type }) => type).sort()).toEqual(['ExpiryChanged', 'ScopesChanged']);
      for (const change of changes) {
        expect(change).toMatchObject({ causationId: reviewId, correlationId: 'q3-review' });
      }
    }
  });

  it('can be waited for', async () => {
    const key = await wideKey();
    const headers = { prefer: 'wait=5' };
    const proposals = [{ keyId: key.id, revision: 0, apply: ['scopes'] }];
    const applied = await apply(proposals, '', { headers });
    expect(applied).toMatchObject({ confirmation: { complete: true } });
    expect(await apply(proposals, '', { headers })).not.toHaveProperty('confirmation');
  });
});

describe('a proposal that is refused stands in no other’s way', () => {
  it('refuses keys that changed, of others, that do not exist and that are gone', async () => {
    const [changed, good, foreign] = [await wideKey(), await wideKey(), await wideKey('other')];
    const [gone, expired] = [await wideKey(), (await api.createKey('acme', { expiresAt: inDays(1) })).key];
    await api.send(`PATCH /v1/keys/${changed.id}`, { body: { name: 'Another name' } });
    await api.send(`POST /v1/keys/${gone.id}/revoke`, { body: { reason: 'leaked' } });
    const wanted = [changed.id, foreign.id, 'key_nobody', gone.id, expired.id, good.id];
    const proposals = wanted.map((keyId) => ({ keyId, revision: 0, apply: ['scopes'] }));
    const { items } = await apply(proposals);
    expect(items.map(({ outcome, code, revision }) => [outcome, code, revision])).toEqual([
      ['refused', 'REVISION_MISMATCH', 1],
      ['refused', 'KEY_NOT_FOUND', null],
      ['refused', 'KEY_NOT_FOUND', null],
      ['refused', 'KEY_ALREADY_REVOKED', 1],
      ['unchanged', null, 0],
      ['applied', null, 1],
    ]);
  });

  it('takes the right that each part takes by itself, and tells which is missing', async () => {
    const key = await wideKey();
    const reader = await api.adminKey('keyledger@acme:ReadUsage', 'keyledger@acme:ChangeScopes');
    const both = [{ keyId: key.id, revision: 0, apply: ['scopes', 'expiry'] }];
    const { items } = await apply(both, '', { as: reader });
    expect(items).toMatchObject([{ outcome: 'refused', code: 'FORBIDDEN', revision: 0 }]);
    expect(items[0]?.detail).toContain('keyledger@acme:ChangeExpiry');
    const own = [{ keyId: key.id, revision: 0, apply: ['scopes'] }];
    expect((await apply(own, '', { as: reader })).items).toMatchObject([{ outcome: 'applied' }]);
  });

  it('hides accounts that the caller has no business with', async () => {
    const stranger = await api.adminKey('keyledger@other:*');
    const body = { proposals: [{ keyId: 'key_x', revision: 0, apply: ['scopes'] }] };
    const route = 'POST /v1/accounts/acme/review/apply';
    expect((await api.send(route, { as: stranger, body })).body.code).toBe('ACCOUNT_NOT_FOUND');
    const reader = await api.adminKey('keyledger@acme:GetKey');
    expect((await api.send(route, { as: reader, body })).body.code).toBe('FORBIDDEN');
  });
});

describe('what is no list of proposals is refused', () => {
  const one = { keyId: 'key_a', revision: 0, apply: ['scopes'] };
  it.each<[string, object]>([
    ['none', { proposals: [] }],
    ['not even a list', {}],
    ['one more than a page has', { proposals: numbered(proposalsMax + 1) }],
    ['thousands', { proposals: numbered(1_001) }],
    ['a key twice', { proposals: [one, { ...one, apply: ['expiry'] }] }],
    ['a part twice', { proposals: [{ ...one, apply: ['scopes', 'scopes'] }] }],
    ['no part', { proposals: [{ ...one, apply: [] }] }],
    ['a part that is none', { proposals: [{ ...one, apply: ['everything'] }] }],
    ['no revision', { proposals: [{ keyId: 'key_a', apply: ['scopes'] }] }],
    ['a revision below all', { proposals: [{ ...one, revision: -1 }] }],
    ['scopes of one’s own', { proposals: [{ ...one, scopes: ['*:*'] }] }],
    ['too far back', { days: 731, proposals: [one] }],
  ])('%s', async (_name, body) => {
    const { status, body: answer } = await api.send('POST /v1/accounts/acme/review/apply', { body });
    expect([status, answer.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  function numbered(count: number): readonly object[] {
    return Array.from({ length: count }, (_, n) => ({ ...one, keyId: `key_${n}` }));
  }
});
