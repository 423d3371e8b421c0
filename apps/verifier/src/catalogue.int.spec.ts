import { randomBytes } from 'node:crypto';
import type { CatalogueDefinition } from '@keyledger/domain';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

let verifier: SpecVerifier;
let accountId: string;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

beforeEach(async () => {
  accountId = `acme-${randomBytes(8).toString('hex')}`;
  const data = { accountId, name: 'Acme', profile: 'keyledger', email: null } as const;
  await verifier.record({ type: 'AccountOpened', data });
});

/** Records the catalogue, and answers with the position that it is known from. */
async function define(
  operations: Readonly<Record<string, 'read' | 'write'>>,
  groups: Readonly<Record<string, readonly string[]>> = {},
): Promise<string> {
  const catalogue: CatalogueDefinition = {
    operations: Object.entries(operations).map(([name, access]) => {
      return { name, access, summary: null, routes: [] };
    }),
    groups: Object.entries(groups).map(([id, members]) => ({ id, title: id, operations: members })),
  };
  const recorded = await verifier.record({ type: 'CatalogueDefined', data: { accountId, catalogue } });
  return String(recorded);
}

async function scopeThatAllows(
  key: MintedKey,
  operation: string,
  minPosition: string,
): Promise<string | null> {
  const { body } = await verifier.ask({ key: key.value, operation, minPosition });
  expect(['VALID', 'INSUFFICIENT_SCOPE']).toContain(body.code);
  expect(body.valid).toBe(body.scope !== null);
  return body.scope;
}

describe('a catalogue takes effect on a verifier that runs', () => {
  it('namespace:read covers an operation once it is declared read, and no longer once it is write', async () => {
    const key = await verifier.createKey({ accountId, scopes: ['orders:read'] });
    const unsaid = await define({ 'orders:Create': 'write' });
    expect(await scopeThatAllows(key, 'orders:List', unsaid)).toBeNull();
    const read = await define({ 'orders:Create': 'write', 'orders:List': 'read' });
    expect(await scopeThatAllows(key, 'orders:List', read)).toBe('orders:read');
    expect(await scopeThatAllows(key, 'orders:Create', read)).toBeNull();
    const written = await define({ 'orders:List': 'write' });
    expect(await scopeThatAllows(key, 'orders:List', written)).toBeNull();
  });

  it('*:read and @group follow it as well, and leave other accounts alone', async () => {
    const reader = await verifier.createKey({ accountId, scopes: ['*:read'] });
    const member = await verifier.createKey({ accountId, scopes: ['@users'] });
    const foreign = await verifier.createKey({ accountId: 'globex', scopes: ['*:read', '@users'] });
    const first = await define(
      { 'users:Create': 'write', 'users:List': 'read' },
      { users: ['users:Create'] },
    );
    expect(await scopeThatAllows(reader, 'users:List', first)).toBe('*:read');
    expect(await scopeThatAllows(member, 'users:Create', first)).toBe('@users');
    expect(await scopeThatAllows(member, 'users:List', first)).toBeNull();
    expect(await scopeThatAllows(foreign, 'users:List', first)).toBeNull();
    const second = await define({ 'users:Create': 'write', 'users:List': 'read' }, { users: ['users:List'] });
    expect(await scopeThatAllows(member, 'users:Create', second)).toBeNull();
    expect(await scopeThatAllows(member, 'users:List', second)).toBe('@users');
  });

  it('scopes on an operation or a whole namespace hold whatever the catalogue says', async () => {
    const key = await verifier.createKey({ accountId, scopes: ['orders:Create', 'mail:*'] });
    const position = await define({ 'other:Thing': 'read' });
    expect(await scopeThatAllows(key, 'orders:Create', position)).toBe('orders:Create');
    expect(await scopeThatAllows(key, 'mail:Anything', position)).toBe('mail:*');
  });
});
