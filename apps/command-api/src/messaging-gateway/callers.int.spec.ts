import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
import { unissuedKey } from '../spec-api.js';
import { SpecGateway, mistyped, unauthorized } from './spec-gateway.js';

let gateway: SpecGateway;

beforeAll(async () => {
  gateway = await SpecGateway.start();
});

afterAll(async () => {
  await gateway.stop();
});

describe('SG-5: the header X-API-Key', () => {
  it('lacks: told so', async () => {
    expect(await gateway.ask('GET /authentication', null)).toMatchObject({
      status: 401,
      body: { status: 401, message: 'There is no header X-API-Key.' },
    });
  });

  it('is the only place for a key: a bearer is none, not even the root key', async () => {
    for (const as of [gateway.first.value, gateway.api.rootKey]) {
      expect((await gateway.api.send('GET /authentication', { as })).status).toBe(401);
    }
  });

  it.each([
    'GET /authentication',
    'POST /authentication',
    'DELETE /authentication/x',
    'GET /authentication/x',
  ])('%s is for keys of such accounts alone, and looks at no body of others', async (route) => {
    const foreign = await gateway.api.createKey('acme');
    const { value } = gateway.first;
    const strangers = [
      unissuedKey(),
      foreign.value,
      gateway.api.rootKey,
      mistyped(value),
      value.slice(0, -1),
      `${value} `,
      ` ${value} x`,
      `Bearer ${value}`,
      `${value},${value}`,
      encodeURIComponent(`${value}=`),
      'x'.repeat(9_000),
      'k\u00e9y',
    ];
    for (const key of strangers) {
      expect(await gateway.ask(route, key, route.startsWith('POST') ? '{"oper' : undefined)).toMatchObject(
        unauthorized,
      );
    }
  });

  it('is refused for a key that is disabled, has expired, or whose account is switched off', async () => {
    await gateway.api.openAccount('paused', { profile: 'operations' });
    const key = await gateway.createAsAdmin('paused');
    expect((await gateway.ask('GET /authentication', key.value)).status).toBe(200);
    await gateway.api.send(`POST /v1/keys/${key.key.id}/disable`, { body: { reason: 'policy' } });
    expect(await gateway.ask('GET /authentication', key.value)).toMatchObject(unauthorized);
    await gateway.api.send(`POST /v1/keys/${key.key.id}/enable`);
    await gateway.api.send('POST /v1/accounts/paused/disable-api', { body: { reason: 'policy' } });
    expect(await gateway.ask('GET /authentication', key.value)).toMatchObject(unauthorized);
    await gateway.api.send('POST /v1/accounts/paused/enable-api');
    expect((await gateway.ask('GET /authentication', key.value)).status).toBe(200);
  });

  it('is refused from an address that the key may not be used from', async () => {
    const ipAllowlist = { enforced: true, entries: ['192.0.2.1'] };
    const away = await gateway.createAsAdmin('gateway', { ipAllowlist });
    expect(await gateway.ask('GET /authentication', away.value)).toMatchObject({
      status: 403,
      body: { status: 403 },
    });
    expect((await gateway.ask(`GET /authentication/${away.value}`)).status).toBe(200);
  });

  it('is in the record of what keys are used for, refused or not', async () => {
    const made = await gateway.create({ operations: ['SMS'] });
    await gateway.ask('GET /authentication', made.value);
    await gateway.ask(`GET /authentication/${made.value}`, made.value);
    await gateway.ask(`DELETE /authentication/${made.id}`, made.value);
    await gateway.ask('GET /authentication', made.value);
    const { pool } = gateway.api.running.infrastructure;
    const recorded = async () => {
      const { rows } = await pool.query<{ data: { operation: string; code: string } }>(
        'SELECT value::jsonb AS data FROM broker.message WHERE key = $1 ORDER BY "offset"',
        [made.id],
      );
      return rows.length === 4 ? rows.map(({ data }) => `${data.operation} ${data.code}`) : null;
    };
    expect(await waitFor(recorded, { what: 'four requests to be recorded' })).toEqual([
      'authentication:ListKeys VALID',
      'authentication:GetKey VALID',
      'authentication:RevokeKey VALID',
      'authentication:ListKeys KEY_REVOKED',
    ]);
  });
});
