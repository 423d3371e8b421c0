import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Company, type GatewayAnswer, send } from './company.js';

/** Messaging gateway: profile `operations`, whose keys manage each other. */

let company: Company;
let master: string;

interface GatewayKey {
  readonly id: string;
  readonly value: string;
  readonly operations: readonly string[];
}

beforeAll(async () => {
  company = await Company.open({ profile: 'operations' });
  const permissions = { operations: ['SMS', 'RCS', 'WHATSAPP'] };
  const { value } = await company.create({ name: 'First key', permissions, owner: 'u-admin' });
  master = value;
});
afterAll(() => company.close());

function ask(method: string, path: string, as: string | null, body?: unknown): Promise<GatewayAnswer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers = [
    ...(as === null ? [] : ['X-API-Key', as]),
    ...(text === undefined
      ? []
      : ['content-type', 'application/json', 'content-length', String(text.length)]),
  ];
  return send(`${company.baseUrl}/authentication${path}`, headers, method, text);
}

async function create(body: object = {}, as = master): Promise<GatewayKey> {
  const created = await ask('POST', '', as, { operations: ['SMS'], ...body });
  expect(created.status).toBe(201);
  await company.known(String(created.headers['keyledger-position']));
  return created.body as GatewayKey;
}

async function idsFor(query: string): Promise<readonly string[]> {
  const { status, body } = await ask('GET', query, master);
  expect(status).toBe(200);
  return (body as readonly GatewayKey[]).map(({ id }) => id);
}

const sends = (value: string, operation: string) =>
  company.authorize({ headers: ['X-API-Key', value], operation: `messaging:${operation}` });

describe('GET /authentication', () => {
  it('SG-1: lists id, username, operations, traffic type and creation date, and never the value', async () => {
    const key = await create({ username: 'anna', trafficType: 'TRANSACTIONAL', operations: ['SMS', 'RCS'] });
    const answer = await ask('GET', '', master);
    const listed = (answer.body as readonly GatewayKey[]).find(({ id }) => id === key.id);
    expect(listed).toEqual({
      id: key.id,
      username: 'anna',
      operations: ['RCS', 'SMS'],
      trafficType: 'TRANSACTIONAL',
      creationDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
    });
    expect(answer.text).not.toContain(key.value);
    expect(answer.text).not.toContain(master);
  });

  it('SG-1: ?userId= leaves the keys that this user created or was given', async () => {
    const given = await create({ userId: 'u-anna' });
    const byAnna = await create({ userId: 'u-bert' }, given.value);
    const other = await create({ userId: 'u-bert' });
    expect(await idsFor('?userId=u-anna')).toEqual([byAnna.id, given.id]);
    expect(await idsFor('?userId=u-bert')).toEqual([other.id, byAnna.id]);
    expect(await idsFor('?userId=nobody')).toEqual([]);
  });
});

describe('POST /authentication', () => {
  it('SG-2: answers with the value once; the key is active at once, for its operations alone', async () => {
    const key = await create({ operations: ['SMS', 'RCS'] });
    expect(key.value).toMatch(/^sg_/);
    expect((await ask('GET', '', key.value)).status).toBe(200);
    const statuses = ['SMS', 'RCS', 'WHATSAPP'].map(async (name) => (await sends(key.value, name)).status);
    expect(await Promise.all(statuses)).toEqual([200, 200, 403]);
  });

  it.each([
    ['no body', undefined],
    ['what is not JSON', '{"operations":'],
    ['a list', []],
    ['no operations', {}],
    ['an empty list of operations', { operations: [] }],
    ['operations that are no list', { operations: 'SMS' }],
    ['an operation that is no name', { operations: ['*:*'] }],
    ['an unknown field', { operations: ['SMS'], admin: true }],
  ])('SG-2: answers 400 to %s, and creates nothing', async (_, body) => {
    const before = await idsFor('');
    const answer = await ask('POST', '', master, body);
    expect(answer).toMatchObject({ status: 400, body: { status: 400 } });
    expect(await idsFor('')).toEqual(before);
  });

  it('SG-2: hands out nothing that the calling key may not do itself', async () => {
    const sms = await create({ operations: ['SMS'] });
    expect((await ask('POST', '', sms.value, { operations: ['SMS', 'WHATSAPP'] })).status).toBe(403);
    expect((await ask('POST', '', sms.value, { operations: ['SMS'] })).status).toBe(201);
  });
});

describe('DELETE /authentication/{id}', () => {
  it('SG-3: answers 204 without a body, and every further use is refused with 401', async () => {
    const key = await create();
    expect((await sends(key.value, 'SMS')).status).toBe(200);
    const deleted = await ask('DELETE', `/${key.id}`, master);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await ask('GET', '', key.value)).status).toBe(401);
    await company.known(String(deleted.headers['keyledger-position']));
    expect((await sends(key.value, 'SMS')).status).toBe(401);
  });

  it('SG-3: cannot be undone', async () => {
    const key = await create();
    await ask('DELETE', `/${key.id}`, master);
    const enabled = await company.admin.post(`/v1/keys/${key.id}/enable`, {});
    expect(enabled).toMatchObject({ status: 409, body: { code: 'KEY_ALREADY_REVOKED' } });
    expect(await idsFor('')).not.toContain(key.id);
  });

  it('SG-3: answers 404 to an unknown id, one that was deleted, and one of another account, all alike', async () => {
    await company.openAccount({ slug: 'other', name: 'Other', profile: 'operations' });
    const foreign = await company.create({ permissions: { operations: ['SMS'] } }, 'other');
    const key = await create();
    await ask('DELETE', `/${key.id}`, master);
    const ids = ['key_0000000000000000000000', 'nonsense', foreign.key.id, key.id];
    const answers = await Promise.all(ids.map((id) => ask('DELETE', `/${id}`, master)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await sends(foreign.value, 'SMS')).status).toBe(401); // not of this company
    expect((await company.key(foreign.key.id)).status).toBe('active');
  });
});

describe('GET /authentication/{value}', () => {
  it('SG-4: finds a key by its full value', async () => {
    const key = await create({ username: 'anna', trafficType: 'MARKETING' });
    expect((await ask('GET', `/${key.value}`, master)).body).toEqual({
      id: key.id,
      company: 'The company',
      username: 'anna',
      operations: ['SMS'],
      trafficType: 'MARKETING',
      creationDate: expect.any(String) as unknown,
    });
  });

  it('SG-4: answers 404 to a value that no key has, has no more, or has elsewhere, and writes none down', async () => {
    const key = await create();
    await ask('DELETE', `/${key.id}`, master);
    const mistyped = `${master.slice(0, -1)}${master.endsWith('a') ? 'b' : 'a'}`;
    for (const value of [key.value, mistyped, master.slice(0, -3), 'nonsense', key.id]) {
      expect((await ask('GET', `/${value}`, master)).status).toBe(404);
    }
    const { body } = await company.admin.get('/v1/audit?limit=200');
    for (const secret of [key.value, mistyped, master]) {
      expect(company.output).not.toContain(secret.slice(12));
      expect(JSON.stringify(body)).not.toContain(secret.slice(12));
    }
  });
});

describe('the credential', () => {
  it('SG-5: travels in X-API-Key, whatever the case of the header’s name', async () => {
    const key = await create();
    for (const name of ['X-API-Key', 'x-api-key', 'X-Api-Key']) {
      const answer = await company.authorize({ headers: [name, key.value], operation: 'messaging:SMS' });
      expect([name, answer.status]).toEqual([name, 200]);
    }
  });

  it('SG-5: is refused with 401 elsewhere, absent, twice, or wrong', async () => {
    const headers = [
      [],
      ['Authorization', `Bearer ${master}`],
      ['X-API-Key', ''],
      ['X-API-Key', master, 'X-API-Key', master],
      ['X-API-Key', `${master}x`],
    ];
    for (const given of headers) {
      const answer = await company.authorize({ headers: given, operation: 'messaging:SMS' });
      expect([given[0], answer.status, (answer.body as { status: number }).status]).toEqual([
        given[0],
        401,
        401,
      ]);
    }
    expect((await ask('GET', '', null)).status).toBe(401);
    expect((await ask('GET', '', 'nonsense')).status).toBe(401);
  });

  it('SG-6: errors say no more than their status and a sentence', async () => {
    const answers = [
      await ask('GET', '', null),
      await ask('GET', '/nonsense', master),
      await ask('POST', '', master, '{'),
      await ask('DELETE', '/nonsense', master),
    ];
    for (const { body } of answers) {
      expect(Object.keys(body as object).sort()).toEqual(['message', 'status']);
      expect(JSON.stringify(body)).not.toMatch(/at \w+ \(|\.ts|\.js|postgres|SELECT/i);
    }
  });
});
