import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unissuedKey } from '../spec-api.js';
import { SpecGateway, mistyped, unauthorized } from './spec-gateway.js';

let gateway: SpecGateway;

beforeAll(async () => {
  gateway = await SpecGateway.start();
});

afterAll(async () => {
  await gateway.stop();
});

describe('SG-3: DELETE /authentication/{id}', () => {
  it('is answered when every verifier has it, as a creation is, where the client prefers to wait', async () => {
    const headers = { 'x-api-key': gateway.first.value, prefer: 'wait=5' };
    const created = await gateway.api.send('POST /authentication', {
      as: null,
      headers,
      body: { operations: ['SMS'] },
    });
    expect(created).toMatchObject({ status: 201, headers: { 'keyledger-confirmation': 'complete' } });
    expect(created.body['confirmation']).toBeUndefined();
    const route = `DELETE /authentication/${String(created.body['id'])}`;
    expect(await gateway.api.send(route, { as: null, headers })).toMatchObject({
      status: 204,
      text: '',
      headers: { 'keyledger-confirmation': 'complete', 'preference-applied': 'wait=5' },
    });
  });

  it('answers 204 without a body, and every further use is 401', async () => {
    const made = await gateway.create({ operations: ['SMS'] });
    const gone = await gateway.ask(`DELETE /authentication/${made.id}`);
    expect(gone).toMatchObject({
      status: 204,
      text: '',
      headers: { 'keyledger-position': expect.stringMatching(/^\d+$/) },
    });
    expect(await gateway.ask('GET /authentication', made.value)).toMatchObject(unauthorized);
    expect((await gateway.list()).map(({ id }) => id)).not.toContain(made.id);
    expect((await gateway.ask(`GET /authentication/${made.value}`)).status).toBe(404);
    expect((await gateway.ask(`DELETE /authentication/${made.id}`)).status).toBe(404);
    expect(await gateway.ask('POST /authentication', made.value, { operations: ['SMS'] })).toMatchObject(
      unauthorized,
    );
  });

  it('is recorded as done by the calling key', async () => {
    const made = await gateway.create({ operations: ['SMS'] });
    await gateway.ask(`DELETE /authentication/${made.id}`);
    const { body } = await gateway.api.send(`GET /v1/keys/${made.id}`);
    expect(body).toMatchObject({ createdBy: gateway.first.key.id });
    const found = async () => (await gateway.api.send(`GET /v1/keys/${made.id}/history`)).body;
    expect(await found()).toMatchObject({
      items: [{ actor: gateway.first.key.id }, { actor: gateway.first.key.id }],
    });
  });

  it('a key may delete itself', async () => {
    const made = await gateway.create({ operations: ['SMS'] });
    expect((await gateway.ask(`DELETE /authentication/${made.id}`, made.value)).status).toBe(204);
    expect(await gateway.ask('GET /authentication', made.value)).toMatchObject(unauthorized);
  });

  it('a key deletes none that is for more than it is', async () => {
    const sms = await gateway.create({ operations: ['SMS'] });
    const rcs = await gateway.create({ operations: ['RCS', 'SMS'] });
    expect(await gateway.ask(`DELETE /authentication/${rcs.id}`, sms.value)).toMatchObject({
      status: 403,
      body: { status: 403 },
    });
    expect((await gateway.list()).map(({ id }) => id)).toContain(rcs.id);
    expect((await gateway.ask(`DELETE /authentication/${sms.id}`, rcs.value)).status).toBe(204);
  });

  it('answers the same for an unknown id, one of another account, and what is no id', async () => {
    const foreign = await gateway.api.createKey('acme');
    const unknown = `key_${'a'.repeat(22)}`;
    const texts = [];
    for (const id of [unknown, foreign.key.id, 'nonsense', gateway.first.value, '%00', '%F0%9F%97%9D']) {
      const { status, text } = await gateway.ask(`DELETE /authentication/${id}`);
      expect(status).toBe(404);
      texts.push(text);
    }
    expect(new Set(texts).size).toBe(1);
    expect((await gateway.api.send(`GET /v1/keys/${foreign.key.id}`)).body).toMatchObject({
      status: 'active',
    });
  });
});

describe('SG-4: GET /authentication/{value}', () => {
  it('tells what a key is for, whose it is and of which company', async () => {
    const made = await gateway.create({ operations: ['RCS'], username: 'anna', trafficType: 'OTP' });
    const found = await gateway.ask(`GET /authentication/${made.value}`);
    expect(found.status).toBe(200);
    expect(found.body).toEqual({
      id: made.id,
      company: 'Gateway S.p.A.',
      username: 'anna',
      operations: ['RCS'],
      trafficType: 'OTP',
      creationDate: made.creationDate,
    });
  });

  it('answers the same 404 for unknown, foreign and mistyped values, and for ids', async () => {
    const foreign = await gateway.api.createKey('acme');
    const texts = [];
    for (const value of [
      unissuedKey(),
      foreign.value,
      mistyped(gateway.first.value),
      gateway.first.value.slice(0, 20),
      gateway.first.key.id,
      'x',
    ]) {
      const { status, text } = await gateway.ask(`GET /authentication/${value}`);
      expect(status).toBe(404);
      texts.push(text);
    }
    expect(new Set(texts).size).toBe(1);
  });

  it('does not find a key that cannot be used, until it can be again', async () => {
    const made = await gateway.create({ operations: ['SMS'] });
    await gateway.api.send(`POST /v1/keys/${made.id}/disable`, { body: { reason: 'policy' } });
    expect((await gateway.ask(`GET /authentication/${made.value}`)).status).toBe(404);
    expect((await gateway.list()).map(({ id }) => id)).toContain(made.id);
    await gateway.api.send(`POST /v1/keys/${made.id}/enable`);
    expect((await gateway.ask(`GET /authentication/${made.value}`)).status).toBe(200);
  });
});
