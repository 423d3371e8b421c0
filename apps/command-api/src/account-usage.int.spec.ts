import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RequestEvent, requestsTopic } from '@keyledger/contracts';
import { writeUsage } from '@keyledger/read-models';
import { waitFor } from '@keyledger/testing';
import { SpecApi } from './spec-api.js';

let api: SpecApi;
let sequence = 0;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

/** As if the auditor had counted it. */
async function use(keyId: string, change: Partial<RequestEvent> = {}): Promise<void> {
  const offset = BigInt(sequence);
  const event: RequestEvent = {
    ...{ keyId, accountId: 'acme', operation: 'orders:List', code: 'VALID', clientAddress: '192.0.2.7' },
    ...{ userAgent: 'exporter/2.1', verifier: '10.0.0.5:8080', time: new Date().toISOString() },
    ...{ producer: 'spec', sequence, ...change },
  };
  sequence += 1;
  const place = { topic: requestsTopic.name, partition: 0, group: 'spec' };
  const batch = { ...place, requests: [{ offset, event }], firstOffset: offset, lastOffset: offset };
  await writeUsage(api.running.infrastructure.pool, batch);
}

const codeOf = async (route: string) => {
  const { status, body } = await api.send(route);
  return [status, body.code];
};

describe('the use of a key', () => {
  it('is answered by minute, hour and day, by operation, outcome or network', async () => {
    const { key } = await api.createKey('acme', { scopes: ['orders:*'] });
    await use(key.id);
    await use(key.id, { operation: 'orders:Create' });
    await use(key.id, { operation: 'orders:Create', code: 'INSUFFICIENT_SCOPE' });
    for (const bucket of ['minute', 'hour', 'day']) {
      for (const by of ['operation', 'outcome', 'network']) {
        const { body } = await api.send(`GET /v1/keys/${key.id}/usage?bucket=${bucket}&by=${by}`);
        const items = body.items as { count: number }[];
        expect(body.bucket).toBe(bucket);
        expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(3);
        expect(items[0]).toHaveProperty(by === 'outcome' ? 'code' : by);
      }
    }
  });

  it('is shown request by request, newest first', async () => {
    const { key } = await api.createKey('acme', { scopes: ['orders:*'] });
    expect((await api.send(`GET /v1/keys/${key.id}/activity`)).body).toEqual({ items: [] });
    await use(key.id, { time: '2026-01-02T00:00:00.000Z' });
    await use(key.id, { time: '2026-01-03T00:00:00.000Z', operation: null });
    expect((await api.send(`GET /v1/keys/${key.id}/activity`)).body.items).toMatchObject([
      { time: '2026-01-03T00:00:00.000Z', operation: null },
      {
        ...{ time: '2026-01-02T00:00:00.000Z', operation: 'orders:List', code: 'VALID' },
        ...{ clientAddress: '192.0.2.7', userAgent: 'exporter/2.1', verifier: '10.0.0.5:8080' },
      },
    ]);
    expect((await api.send(`GET /v1/keys/${key.id}`)).body.lastUsed).toMatchObject({
      userAgent: 'exporter/2.1',
      verifier: '10.0.0.5:8080',
    });
  });

  it.each([
    ['from=2030-01-02T00:00:00Z&to=2030-01-01T00:00:00Z', 'INVALID_PERIOD'],
    ['from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&bucket=minute', 'BUCKET_TOO_FINE'],
    ['bucket=second', 'INVALID_REQUEST'],
    ['by=person', 'INVALID_REQUEST'],
    ['from=yesterday', 'INVALID_REQUEST'],
  ])('is not answered for %s', async (query, code) => {
    const { key } = await api.createKey('acme', { scopes: ['orders:*'] });
    expect(await codeOf(`GET /v1/keys/${key.id}/usage?${query}`)).toEqual([400, code]);
    if (!query.startsWith('by='))
      expect(await codeOf(`GET /v1/accounts/acme/usage?${query}`)).toEqual([400, code]);
  });

  it('is nobody else’s business', async () => {
    const { key } = await api.createKey('acme', { scopes: ['orders:*'] });
    const { value } = await api.createKey('system', { scopes: ['keyledger@other:read'] });
    for (const path of [
      `keys/${key.id}/usage`,
      `keys/${key.id}/activity`,
      'accounts/acme/usage',
      'accounts/acme/failed-requests',
      'accounts/acme/live',
    ])
      expect((await api.send(`GET /v1/${path}`, { as: value })).status).toBe(404);
    expect(await codeOf('GET /v1/accounts/nobody/usage')).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    expect(await codeOf('GET /v1/accounts/nobody/live')).toEqual([404, 'ACCOUNT_NOT_FOUND']);
  });
});

describe('the use of an account', () => {
  it('has totals, what was refused, and the most used keys by name', async () => {
    await api.openAccount('shop');
    const { key, position } = await api.createKey('shop', { name: 'Till 7', scopes: ['sales:*'] });
    for (const code of ['VALID', 'VALID', 'KEY_EXPIRED'] as const)
      await use(key.id, { accountId: 'shop', operation: 'sales:Add', code });
    await api.send(`GET /v1/keys/${key.id}?minPosition=${position}`);
    const { body } = await api.send('GET /v1/accounts/shop/usage');
    expect(body).toMatchObject({
      ...{ bucket: 'hour', accepted: 2, refused: 1, refusals: [{ code: 'KEY_EXPIRED', count: 1 }] },
      operations: [{ operation: 'sales:Add', accepted: 2, refused: 1 }],
      networks: [{ network: '192.0.2.0/24', accepted: 2, refused: 1 }],
      topKeys: [{ keyId: key.id, name: 'Till 7', accepted: 2, refused: 1 }],
    });
    expect((await api.send('GET /v1/accounts/shop/failed-requests')).body).toMatchObject({
      items: [
        {
          ...{ keyId: key.id, name: 'Till 7', code: 'KEY_EXPIRED', network: '192.0.2.0/24', count: 1 },
          lastRefused: { clientAddress: '192.0.2.7', userAgent: 'exporter/2.1' },
        },
      ],
      truncated: false,
    });
  });

  it('keeps what its owner wants kept of addresses', async () => {
    await api.openAccount('discreet');
    expect((await api.send('GET /v1/accounts/discreet')).body.usageAddresses).toBe('full');
    const { body } = await api.send('PATCH /v1/accounts/discreet', { body: { usageAddresses: 'none' } });
    const read = await api.send(`GET /v1/accounts/discreet?minPosition=${String(body.position)}`);
    expect(read.body.usageAddresses).toBe('none');
    const wrong = await api.send('PATCH /v1/accounts/discreet', { body: { usageAddresses: 'some' } });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });
});

describe('live activity', () => {
  /** Reads until it ends, by `stop` or by itself. */
  function follow(value: string, lastEventId?: string) {
    const stopping = new AbortController();
    const seen = { text: '', ended: false };
    const done = (async () => {
      const response = await fetch(`${api.running.fastify.listeningOrigin}/v1/accounts/acme/live`, {
        headers: {
          authorization: `Bearer ${value}`,
          ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
        },
        signal: stopping.signal,
      });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      for await (const chunk of response.body ?? []) seen.text += Buffer.from(chunk).toString();
      seen.ended = true;
    })().catch(() => undefined);
    return { seen, stop: async () => (stopping.abort(), done) };
  }

  const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id);

  it('shows requests as they are counted, and resumes where it ended', async () => {
    const { key, value } = await api.createKey('system', { scopes: ['keyledger@acme:read'] });
    const first = follow(value);
    await waitFor(() => idsOf(first.seen.text).length > 0, { what: 'the stream to begin' });
    await use('key_live', { operation: 'orders:First' });
    await use('key_elsewhere', { accountId: 'other', operation: 'orders:Hidden' });
    await waitFor(() => first.seen.text.includes('orders:First'), { what: 'the first request' });
    await first.stop();
    expect(first.seen.text).not.toContain('orders:Hidden');
    const [data] = /^data: .*$/m.exec(first.seen.text) ?? [''];
    expect(JSON.parse(data.slice('data: '.length))).toMatchObject({ keyId: 'key_live', code: 'VALID' });

    await use('key_live', { operation: 'orders:Missed' });
    const second = follow(value, idsOf(first.seen.text).at(-1));
    await waitFor(() => second.seen.text.includes('orders:Missed'), { what: 'what was missed' });
    expect(second.seen.text).not.toContain('orders:First');

    await api.send(`DELETE /v1/keys/${key.id}`);
    await waitFor(() => second.seen.ended, { what: 'the stream to end with the key' });
  });
});
