import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi } from './spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
});

afterAll(async () => {
  await api.stop();
});

const list = { name: 'orders:List', access: 'read' };
const create = { name: 'orders:Create', access: 'write' };
const document = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: { '/orders': { get: { tags: ['orders'], operationId: 'Find' } } },
};
const silent = { rules: { 'dormant-awake': { enabled: false } } };
const loud = { rules: { 'dormant-awake': { severity: 'critical' } } };

interface Change {
  readonly route: string;
  readonly mine: object;
}

interface Part {
  readonly read: string;
  readonly changeOfAnother: Change;
  readonly changes: readonly Change[];
}

const parts: Readonly<Record<string, Part>> = {
  account: {
    read: 'GET /v1/accounts/ACCOUNT',
    changeOfAnother: { route: 'PATCH /v1/accounts/ACCOUNT', mine: { name: 'Changed by another' } },
    changes: [
      { route: 'PATCH /v1/accounts/ACCOUNT', mine: { name: 'Mine' } },
      { route: 'PUT /v1/accounts/ACCOUNT/profile', mine: { profile: 'operations' } },
      { route: 'POST /v1/accounts/ACCOUNT/disable-api', mine: { reason: 'other' } },
    ],
  },
  catalogue: {
    read: 'GET /v1/accounts/ACCOUNT/catalogue?orEmpty=true',
    changeOfAnother: { route: 'PUT /v1/accounts/ACCOUNT/catalogue', mine: { operations: [list] } },
    changes: [
      { route: 'PUT /v1/accounts/ACCOUNT/catalogue', mine: { operations: [list, create] } },
      { route: 'PUT /v1/accounts/ACCOUNT/catalogue?dryRun=true', mine: { operations: [create] } },
      { route: 'POST /v1/accounts/ACCOUNT/catalogue/from-openapi', mine: document },
      { route: 'POST /v1/accounts/ACCOUNT/catalogue/from-openapi?dryRun=true', mine: document },
    ],
  },
  'alert policy': {
    read: 'GET /v1/accounts/ACCOUNT/alert-policy',
    changeOfAnother: { route: 'PUT /v1/accounts/ACCOUNT/alert-policy', mine: silent },
    changes: [{ route: 'PUT /v1/accounts/ACCOUNT/alert-policy', mine: loud }],
  },
};

let accounts = 0;

async function openAccount(): Promise<string> {
  const slug = `acme-${accounts++}`;
  await api.openAccount(slug);
  return slug;
}

const send = (account: string, { route, mine }: Change, etag?: string) =>
  api.send(route.replace('ACCOUNT', account), {
    body: mine,
    ...(etag !== undefined && { headers: { 'if-match': etag } }),
  });

const etagOf = async (account: string, { read }: Part) => {
  const answer = await api.send(read.replace('ACCOUNT', account));
  return String(answer.headers['etag']);
};

describe.each(Object.entries(parts))('If-Match on changes of the %s', (_, part) => {
  it.each(part.changes)('lets $route pass at the revision that was read alone', async (change) => {
    const account = await openAccount();
    const stale = await etagOf(account, part);
    expect(stale).toBe('"0"');
    await send(account, part.changeOfAnother);
    const length = await api.logLength();
    const refused = await send(account, change, stale);
    expect(refused).toMatchObject({ status: 412, body: { code: 'REVISION_MISMATCH' } });
    expect(refused.body['detail']).toContain('revision 1');
    expect(refused.headers['etag']).toBeUndefined();
    expect(await api.logLength()).toBe(length);
    expect(await send(account, change, '"1"')).toMatchObject({ status: 200 });
  });

  it('does not mind what has changed besides', async () => {
    const account = await openAccount();
    const etag = await etagOf(account, part);
    for (const other of Object.values(parts)) {
      if (other !== part) expect(await send(account, other.changeOfAnother)).toMatchObject({ status: 200 });
    }
    for (const change of part.changes.slice(0, 1)) {
      expect(await send(account, change, etag)).toMatchObject({ status: 200 });
    }
  });

  it('matches no revision that was never given', async () => {
    const account = await openAccount();
    for (const etag of ['W/"0"', '"7"', '"x"', '0']) {
      for (const change of part.changes) {
        expect(await send(account, change, etag)).toMatchObject({ status: 412 });
      }
    }
    expect(await etagOf(account, part)).toBe('"0"');
  });
});

it('lets one of several who read the same change it', async () => {
  const account = await openAccount();
  const rename = (name: string) =>
    send(account, { route: 'PATCH /v1/accounts/ACCOUNT', mine: { name } }, '"0"');
  const answers = await Promise.all(['One', 'Two', 'Three', 'Four'].map(rename));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
});

it('switches API access on again at the revision that was read alone', async () => {
  const account = await openAccount();
  await send(account, { route: 'POST /v1/accounts/ACCOUNT/disable-api', mine: { reason: 'leaked' } });
  const on: Change = { route: 'POST /v1/accounts/ACCOUNT/enable-api', mine: {} };
  expect(await send(account, on, '"0"')).toMatchObject({ status: 412 });
  expect(await send(account, on, '"1"')).toMatchObject({ status: 200 });
});

it('says nothing of the revision to those who may not change the account', async () => {
  const account = await openAccount();
  const as = await api.adminKey('keyledger:read');
  const refused = await api.send(`PATCH /v1/accounts/${account}`, {
    as,
    body: { name: 'Mine' },
    headers: { 'if-match': '"7"' },
  });
  expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
});
