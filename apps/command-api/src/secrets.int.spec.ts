import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi, unissuedKey } from './spec-api.js';

let api: SpecApi;
const lines: string[] = [];

beforeAll(async () => {
  api = await SpecApi.start({ onLog: (line) => lines.push(line) });
});

afterAll(async () => {
  await api.stop();
});

describe('no key value', () => {
  it('is in any line that is logged at debug level, nor in any event or metric', async () => {
    const values = [api.rootKey];
    await api.openAccount('acme');
    const { key, value } = await api.createKey('acme');
    const admin = await api.adminKey('keyledger:read');
    const stranger = unissuedKey();
    values.push(value, admin, stranger);
    await api.send('GET /v1/accounts', { as: admin });
    await api.send('GET /v1/accounts', { as: stranger });
    await api.send('GET /v1/accounts', {
      headers: {
        'x-request-id': value,
        'x-correlation-id': value,
        'user-agent': `curl ${value}`,
        cookie: value,
      },
    });
    await api.send(`GET /v1/keys/${value}`);
    await api.send(`GET /v1/accounts/${value}/keys?q=${value}&cursor=${value}`);
    await api.send(`GET /v1/audit?actor=${value}`);
    await api.send(`GET /${value}`);
    const body = { name: value, scopes: [value], [value]: value };
    await api.send('POST /v1/accounts/acme/keys', { body });
    await api.send('POST /v1/accounts/acme/keys', { body: { name: 'x', scopes: [value] } });
    await api.send('POST /v1/accounts/acme/keys', { body: `{"name":${value}` });
    await api.send('POST /v1/accounts', { body: { name: 'x', slug: value } });
    await api.send(`PATCH /v1/keys/${key.id}`, { body: { description: `was ${value}`, tags: [value] } });
    await api.send(`POST /v1/keys/${key.id}/disable`, {
      body: { reason: 'other' },
      headers: {
        'x-request-id': value,
        'x-correlation-id': value,
        'user-agent': `${'x'.repeat(190)}${value}`,
      },
    });

    const { eventLog, metrics } = api.running.infrastructure;
    const events = JSON.stringify(await eventLog.readAll(0n, 1_000), (_, item: unknown) =>
      typeof item === 'bigint' ? item.toString() : item,
    );
    const written = [lines.join(''), events, await metrics.metrics()].join('\n');
    expect(lines.length).toBeGreaterThan(10);
    for (const secret of values) {
      // Nor enough of it to guess the rest: eight characters beyond what people may see.
      expect(written).not.toContain(secret.slice(0, 20));
    }
  });
});
