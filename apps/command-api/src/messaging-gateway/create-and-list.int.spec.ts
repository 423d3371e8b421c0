import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayKeyCreatedAnswer } from '@keyledger/contracts';
import { SpecGateway } from './spec-gateway.js';

let gateway: SpecGateway;

beforeAll(async () => {
  gateway = await SpecGateway.start();
});

afterAll(async () => {
  await gateway.stop();
});

describe('SG-2: POST /authentication', () => {
  it('answers with the full value once, and the key can be used at once', async () => {
    const made = await gateway.ask('POST /authentication', gateway.first.value, {
      operations: ['SMS', 'RCS'],
      userId: 'u-2',
      username: 'anna',
      trafficType: 'TRANSACTIONAL',
    });
    expect(made).toMatchObject({
      status: 201,
      headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
    });
    expect(made.body).toEqual({
      id: expect.stringMatching(/^key_/),
      value: expect.stringMatching(/^sg_live_/),
      username: 'anna',
      operations: ['RCS', 'SMS'],
      trafficType: 'TRANSACTIONAL',
      creationDate: expect.stringMatching(/Z$/),
    });
    const { id, value } = made.body as unknown as GatewayKeyCreatedAnswer;
    expect((await gateway.list('', value)).map((key) => key.id)).toContain(id);
  });

  it('makes keys for whoever asks, unless another user is named', async () => {
    const anna = await gateway.create({ operations: ['SMS'], userId: 'u-anna', username: 'anna' });
    expect(await gateway.create({ operations: ['SMS'] }, anna.value)).toMatchObject({ username: 'anna' });
    expect(await gateway.create({ operations: ['SMS'], userId: 'u-3' }, anna.value)).toMatchObject({
      username: 'u-3',
    });
    expect(await gateway.create({ operations: ['SMS'] })).toMatchObject({
      username: 'u-1',
      trafficType: null,
    });
  });

  it('hands out no operation that the calling key is not for', async () => {
    const sms = await gateway.create({ operations: ['SMS'] });
    const refused = await gateway.ask('POST /authentication', sms.value, { operations: ['SMS', 'RCS'] });
    expect(refused).toMatchObject({ status: 403, body: { status: 403 } });
    expect((await gateway.ask('POST /authentication', sms.value, { operations: ['SMS'] })).status).toBe(201);
  });

  it.each<[string, unknown]>([
    ['without a body', undefined],
    ['with an empty body', '{}'],
    ['with an empty text', ''],
    ['with a body that is no JSON', '{"operations":'],
    ['with a list', []],
    ['without operations', { username: 'anna' }],
    ['with no operation', { operations: [] }],
    ['with operations that are no list', { operations: 'SMS' }],
    ['with an operation that is no text', { operations: [7] }],
    ['with an operation that is none', { operations: ['S M S'] }],
    ['with a wildcard', { operations: ['*'] }],
    ['with the virtual operation of other profiles', { operations: ['read'] }],
    ['with an operation of another namespace', { operations: ['keyledger:CreateKey'] }],
    ['with too many operations', { operations: Array.from({ length: 101 }, (_, index) => `Op${index}`) }],
    ['with an unknown field', { operations: ['SMS'], expires: 'never' }],
    ['with an empty username', { operations: ['SMS'], username: '' }],
    ['with a username of control characters', { operations: ['SMS'], username: 'a\u0000b' }],
    ['with a username of 201 characters', { operations: ['SMS'], username: 'x'.repeat(201) }],
    ['with a traffic type that is no text', { operations: ['SMS'], trafficType: {} }],
  ])('is refused with 400 %s', async (_what, body) => {
    const before = await gateway.api.logLength();
    const refused = await gateway.ask('POST /authentication', gateway.first.value, body);
    expect(refused).toMatchObject({ status: 400, body: { status: 400, message: expect.any(String) } });
    expect(Object.keys(refused.body)).toEqual(['status', 'message']);
    expect(await gateway.api.logLength()).toBe(before);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense'])(
    'is refused with 400 as %s',
    async (type) => {
      const headers = { 'x-api-key': gateway.first.value, 'content-type': type };
      const body = '{"operations":["SMS"]}';
      const refused = await gateway.api.send('POST /authentication', { as: null, headers, body });
      expect(refused).toMatchObject({ status: 400, body: { status: 400 } });
    },
  );

  it('is refused with a key for a username', async () => {
    const refused = await gateway.ask('POST /authentication', gateway.first.value, {
      operations: ['SMS'],
      username: gateway.first.value,
    });
    expect(refused.status).toBe(400);
    expect(refused.text).not.toContain(gateway.first.value.slice(0, 16));
  });
});

describe('SG-1: GET /authentication', () => {
  it('has every key of the account, newest first, and no value', async () => {
    const made = await gateway.create({ operations: ['SMS'], trafficType: 'OTP' });
    const keys = await gateway.list();
    expect(keys[0]).toEqual({
      id: made.id,
      username: 'u-1',
      operations: ['SMS'],
      trafficType: 'OTP',
      creationDate: made.creationDate,
    });
    expect(keys.at(-1)).toMatchObject({ id: gateway.first.key.id, operations: ['RCS', 'SMS', 'WHATSAPP'] });
    expect(JSON.stringify(keys)).not.toContain('sg_live_');
  });

  it('with userId has the keys that were created by that user or are assigned to them', async () => {
    const boss = await gateway.create({ operations: ['SMS'], userId: 'u-boss' });
    const assigned = await gateway.create({ operations: ['SMS'], userId: 'u-temp' });
    const byBoss = await gateway.create({ operations: ['SMS'], userId: 'u-temp' }, boss.value);
    const idsOf = async (userId: string) => (await gateway.list(`?userId=${userId}`)).map(({ id }) => id);
    expect(await idsOf('u-boss')).toEqual([byBoss.id, boss.id]);
    expect(await idsOf('u-temp')).toEqual([byBoss.id, assigned.id]);
    expect(await idsOf('u-nobody')).toEqual([]);
    expect(await idsOf('U-BOSS')).toEqual([]);
    expect(await idsOf('%25')).toEqual([]);
  });

  it('has no key of another account', async () => {
    await gateway.api.openAccount('rival', { profile: 'operations' });
    const rival = await gateway.createAsAdmin('rival');
    expect((await gateway.list('', rival.value)).map(({ id }) => id)).toEqual([rival.key.id]);
    expect((await gateway.list()).map(({ id }) => id)).not.toContain(rival.key.id);
  });

  it.each(['?userId=', '?user=u-1', '?cursor=x', `?userId=${'x'.repeat(201)}`, '?userId=a&userId=b'])(
    'is refused with 400 for %s',
    async (query) => {
      expect(await gateway.ask(`GET /authentication${query}`)).toMatchObject({
        status: 400,
        body: { status: 400 },
      });
    },
  );
});
