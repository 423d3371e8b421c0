import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SpecAnswer, SpecApi } from '../spec-api.js';

const send = { name: 'orders:Create', access: 'write' };
const list = { name: 'orders:List', access: 'read', routes: [{ method: 'GET', path: '/orders' }] };
const none = { total: 0, items: [] };

let api: SpecApi;
let account: string;
let accounts = 0;

beforeAll(async () => {
  api = await SpecApi.start();
});

afterAll(async () => {
  await api.stop();
});

beforeEach(async () => {
  account = `acme-${++accounts}`;
  await api.openAccount(account);
});

const path = (rest = '') => `/v1/accounts/${account}/catalogue${rest}`;

function define(
  operations: readonly object[],
  groups: readonly object[] = [],
  query = '',
): Promise<SpecAnswer> {
  return api.send(`PUT ${path(query)}`, { body: { operations, groups } });
}

async function open(profile: string): Promise<void> {
  account = `${profile}-${++accounts}`;
  const answer = await api.send('POST /v1/accounts', { body: { name: 'X', slug: account, profile } });
  expect(answer.status).toBe(201);
}

describe('PUT catalogue', () => {
  it('records the whole, which GET then shows', async () => {
    const defined = await define(
      [send, list],
      [{ id: 'sales', title: 'Sales', operations: ['orders:List'] }],
    );
    expect(defined).toMatchObject({
      status: 200,
      headers: { etag: '"1"' },
      body: { dryRun: false, revision: 1, operations: 2, groups: 1 },
    });
    expect((await api.send(`GET ${path()}`)).body).toEqual({
      operations: [
        { ...send, summary: null, routes: [] },
        { ...list, summary: null },
      ],
      groups: [{ id: 'sales', title: 'Sales', operations: ['orders:List'] }],
    });
    const audit = await api.send(
      `GET /v1/audit?account=${account}&type=CatalogueDefined&minPosition=${String(defined.body.position)}`,
    );
    expect(audit.body.items).toMatchObject([{ type: 'CatalogueDefined', data: { catalogue: {} } }]);
  });

  it('records nothing where nothing changes', async () => {
    const first = await define([send, list]);
    const again = await define([list, send]);
    expect(again.body).toMatchObject({ position: first.body.position, revision: 1 });
    expect(again.body.changes).toEqual({
      operations: { added: none, removed: none, changed: none },
      groups: { added: none, removed: none, changed: none },
    });
  });

  it('decides from then on which scopes keys may be given', async () => {
    await define([send]);
    const body = { name: 'A key', scopes: ['orders:Delete'] };
    expect(await api.send(`POST /v1/accounts/${account}/keys`, { body })).toMatchObject({
      status: 400,
      body: { code: 'UNKNOWN_OPERATION' },
    });
  });
});

describe('what a catalogue changes', () => {
  it('is told before and after it is recorded, by key and operation', async () => {
    await define([send, { ...list, access: 'write' }, { name: 'orders:Get', access: 'read' }]);
    const reader = await api.createKey(account, { name: 'Reader', scopes: ['orders:read'] });
    const writer = await api.createKey(account, { name: 'Writer', scopes: ['orders:*'] });
    const getter = await api.createKey(account, { name: 'Getter', scopes: ['orders:Get'] });
    const revoked = await api.createKey(account, { name: 'Revoked', scopes: ['orders:read'] });
    await api.send(`POST /v1/keys/${revoked.key.id}/revoke`, { body: { reason: 'other' } });
    const lengthBefore = await api.logLength();

    const rehearsed = await define([send, list], [], '?dryRun=true');
    expect(rehearsed.body).toEqual({
      dryRun: true,
      position: null,
      revision: null,
      operations: 2,
      groups: 0,
      changes: {
        operations: {
          added: none,
          removed: { total: 1, items: ['orders:Get'] },
          changed: {
            total: 1,
            items: [
              {
                name: 'orders:List',
                access: { from: 'write', to: 'read' },
                summaryChanged: false,
                routesChanged: false,
              },
            ],
          },
        },
        groups: { added: none, removed: none, changed: none },
      },
      keys: {
        widened: 1,
        narrowed: 1,
        complete: true,
        items: [
          {
            id: reader.key.id,
            name: 'Reader',
            gained: { total: 1, items: ['orders:List'] },
            lost: { total: 1, items: ['orders:Get'] },
          },
        ],
        scopesNamingNothing: { total: 1, items: [{ scope: 'orders:Get', keys: 1 }] },
      },
    });
    expect(rehearsed.text).not.toContain(writer.key.id);
    expect(rehearsed.text).not.toContain(getter.key.id);
    expect(rehearsed.headers.etag).toBeUndefined();
    expect(await api.logLength()).toBe(lengthBefore);

    const defined = await define([send, list]);
    const { changes, keys } = rehearsed.body;
    expect(defined.body).toMatchObject({ dryRun: false, revision: 2, changes, keys });
  });

  it('counts keys by the thousand and names the first of them', async () => {
    const keys = 103;
    await define([send]);
    for (let index = 0; index < keys; index++) {
      await api.createKey(account, { name: `Reader ${index}`, scopes: ['orders:read'] });
    }
    const { body } = await define([send, list], [], '?dryRun=true');
    expect(body.keys).toMatchObject({ widened: keys, narrowed: 0 });
    const { items } = body.keys as { items: { name: string }[] };
    expect(items.length).toBe(100);
    expect(items[0]?.name).toBe(`Reader ${keys - 1}`);
  });

  it('names no keys to those who may not list them', async () => {
    await define([send]);
    await api.createKey(account, { name: 'Reader', scopes: ['orders:read'] });
    const as = await api.adminKey(`keyledger@${account}:DefineCatalogue`);
    const body = { operations: [send, list] };
    const answer = await api.send(`PUT ${path('?dryRun=true')}`, { as, body });
    expect(answer.body.keys).toMatchObject({ widened: 1, items: null });
    expect(answer.text).not.toContain('Reader');
  });
});

describe('allowed scopes (WX-6)', () => {
  it('are listed by operation, the most restrictive first, and by scope', async () => {
    await open('hierarchical-scopes');
    await define([send, list]);
    const scopes = await api.send(`GET ${path('/operations/orders%3AList/allowed-scopes')}`);
    expect(scopes.body).toEqual({
      operation: { ...list, summary: null },
      groups: [],
      allowedScopes: [
        { scope: 'orders:List', permissions: null, mostRestrictive: true },
        { scope: 'orders:read', permissions: null, mostRestrictive: false },
        { scope: 'orders:*', permissions: null, mostRestrictive: false },
        { scope: '*:*', permissions: null, mostRestrictive: false },
      ],
    });
    const operations = await api.send(`GET ${path('/scopes/orders:read/operations')}`);
    expect(operations.body).toEqual({
      scope: 'orders:read',
      permissions: null,
      operations: [{ name: 'orders:List', access: 'read', leastScope: 'orders:List' }],
    });
    expect((await api.send(`GET ${path('/scopes/*:*/operations')}`)).body.operations).toHaveLength(2);
  });

  it('are told in the words of levels and groups (XN-4, XN-5)', async () => {
    await open('permission-levels');
    await define(
      [send, list],
      [{ id: 'inventory', title: 'Inventory Management', operations: ['orders:List'] }],
    );
    const { body } = await api.send(`GET ${path('/operations/orders:List/allowed-scopes')}`);
    expect(body.allowedScopes).toEqual([
      { scope: '@inventory', permissions: { level: 'custom', groups: ['inventory'] }, mostRestrictive: true },
      { scope: '*:read', permissions: { level: 'read' }, mostRestrictive: false },
      { scope: '*:*', permissions: { level: 'full' }, mostRestrictive: false },
    ]);
    expect((await api.send(`GET ${path('/scopes/@inventory/operations')}`)).body).toMatchObject({
      permissions: { level: 'custom', groups: ['inventory'] },
      operations: [{ name: 'orders:List' }],
    });
  });

  it('are told as names of operations (SG-2)', async () => {
    await open('operations');
    await define([{ name: 'messaging:SMS', access: 'write' }]);
    const { body } = await api.send(`GET ${path('/operations/messaging:SMS/allowed-scopes')}`);
    expect(body.allowedScopes).toEqual([
      { scope: 'messaging:SMS', permissions: { operations: ['SMS'] }, mostRestrictive: true },
    ]);
  });

  it('are those of Keyledger’s own operations in the account `system`', async () => {
    account = 'system';
    const { body } = await api.send(`GET ${path('/operations/keyledger:GetKey/allowed-scopes')}`);
    expect((body.allowedScopes as { scope: string }[]).map(({ scope }) => scope)).toEqual([
      'keyledger:GetKey',
      'keyledger:read',
      'keyledger:*',
      '*:*',
    ]);
    const own = await api.send(`GET ${path(`/scopes/keyledger@acme-1:read/operations`)}`);
    expect((own.body.operations as unknown[]).length).toBeGreaterThan(3);
  });
});
