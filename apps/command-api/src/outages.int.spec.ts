import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyCreatedAnswer } from '@keyledger/contracts';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { SpecApi } from './spec-api.js';

let database: TestDatabase;
let wire: Wire;
let api: SpecApi;
let existing: KeyCreatedAnswer;

beforeEach(async () => {
  database = await createTestDatabase();
  wire = await openWire(database.url);
  // Long enough that admins are still known while the database is away.
  const environment = { STALENESS_MAX_MS: '60000' };
  api = await SpecApi.start({ databaseUrl: wire.url, environment });
  await api.openAccount('acme');
  existing = await api.createKey('acme');
});

afterEach(async () => {
  wire.restore();
  await api.stop();
  await wire.close();
  await database.drop();
});

describe('503 while the database is away, and what was asked for after it is back', () => {
  it('LOG_UNAVAILABLE for commands: nothing is stored', async () => {
    wire.cut();
    const body = { name: 'x', scopes: ['a:B'] };
    const refused = await api.send('POST /v1/accounts/acme/keys', { body });
    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'LOG_UNAVAILABLE' },
    });
    wire.restore();
    await waitFor(async () => (await api.send('POST /v1/accounts/acme/keys', { body })).status === 201, {
      what: 'the log to be reached again',
    });
    const events = await api.running.infrastructure.eventLog.readAll(0n, 100);
    expect(events.filter(({ type, data }) => type === 'KeyCreated' && data.name === 'x')).toHaveLength(1);
  });

  it('DATABASE_UNAVAILABLE for questions', async () => {
    await waitFor(async () => (await api.send(`GET /v1/keys/${existing.key.id}`)).status === 200);
    wire.cut();
    for (const route of [`GET /v1/keys/${existing.key.id}`, 'GET /v1/accounts', 'GET /v1/audit']) {
      expect(await api.send(route)).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
    }
    wire.restore();
    await waitFor(async () => (await api.send('GET /v1/audit')).status === 200, { what: 'the read models' });
  });
});

describe('a browser that is signed in', () => {
  it('is told of the outage, not signed out, and goes on when it is over', async () => {
    const signedIn = await api.send('POST /v1/session', { as: null, body: { key: api.rootKey } });
    const set = signedIn.headers['set-cookie'];
    const [cookie = ''] = typeof set === 'string' ? set.split(';') : [];
    const ask = (route: string) => api.send(route, { as: null, headers: { cookie } });
    expect((await ask('GET /v1/verifiers')).status).toBe(200);
    wire.cut();
    for (const route of ['GET /v1/verifiers', 'GET /v1/session']) {
      const answer = await ask(route);
      expect(answer).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const refused = await api.send('POST /v1/session', { as: null, body: { key: api.rootKey } });
    expect(refused).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
    expect(refused.headers['set-cookie']).toBeUndefined();
    wire.restore();
    await waitFor(async () => (await ask('GET /v1/verifiers')).status === 200, { what: 'the session' });
  });
});

interface Wire {
  /** The database's URL, over this wire. */
  readonly url: string;
  /** Drops what is connected and refuses what comes. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

async function openWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let whole = true;
  const server: Server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far).pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.toString(),
    cut: () => {
      whole = false;
      drop();
    },
    restore: () => (whole = true),
    close: async () => {
      drop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
