import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { isConnectionError } from './connection-error.js';
import { listen } from './listener.js';
import { createPool } from './pool.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { applicationName: 'listener test' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Ends the session that listens on the channel; how many there were. */
async function terminateListeners(channel: string): Promise<number> {
  const { rowCount } = await pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
    [`keyledger listen ${channel}`],
  );
  return rowCount ?? 0;
}

function countingListener(channel: string) {
  const seen = { wakes: 0, errors: [] as unknown[] };
  const listener = listen({
    databaseUrl: database.url,
    channel,
    onWake: () => seen.wakes++,
    onError: (error) => seen.errors.push(error),
  });
  return { listener, seen };
}

/** Passes everything on until the client sends this word; from then on the server has vanished without a sign. */
async function openVanishing(from: string): Promise<{ readonly url: string; close(): void }> {
  const server = new URL(database.url);
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname);
    sockets.push(client, upstream);
    let vanished = false;
    client.on('data', (data) => {
      vanished ||= data.includes(from);
      if (!vanished) upstream.write(data);
    });
    upstream.on('data', (data) => vanished || client.write(data));
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(database.url);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.toString(),
    close: () => {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('a listener whose server vanishes', () => {
  it('tries anew where LISTEN is not answered', async () => {
    const vanishing = await openVanishing('LISTEN');
    const errors: unknown[] = [];
    const listener = listen({
      databaseUrl: vanishing.url,
      channel: 'unheard',
      onWake: () => undefined,
      onError: (error) => errors.push(error),
    });
    await waitFor(() => errors.length > 0);
    expect(errors.every(isConnectionError)).toBe(true);
    await listener.stop();
    vanishing.close();
  });

  it('can be stopped though nobody says good-bye', async () => {
    const goodBye = 'X\0\0\0\u0004';
    const vanishing = await openVanishing(goodBye);
    const options = { databaseUrl: vanishing.url, channel: 'good-bye', onWake: () => undefined };
    const listener = listen(options);
    await listener.ready;
    await listener.stop();
    vanishing.close();
  });
});

describe('a listener', () => {
  it('wakes once it listens, then for each notification of its channel', async () => {
    const { listener, seen } = countingListener('tried');
    await listener.ready;
    expect(seen.wakes).toBe(1);
    await pool.query(`SELECT pg_notify('other', '')`);
    await pool.query(`SELECT pg_notify('tried', '')`);
    await waitFor(() => seen.wakes === 2);
    await listener.stop();
    expect(seen).toEqual({ wakes: 2, errors: [] });
  });

  it('comes back after its session was ended, and wakes for what it may have missed', async () => {
    const { listener, seen } = countingListener('lost');
    await listener.ready;
    for (let round = 2; round <= 4; round++) {
      expect(await terminateListeners('lost')).toBe(1);
      await waitFor(() => seen.wakes === round);
    }
    expect(seen.errors.length).toBeGreaterThanOrEqual(3);
    expect(seen.errors.every(isConnectionError)).toBe(true);
    await pool.query(`SELECT pg_notify('lost', '')`);
    await waitFor(() => seen.wakes === 5);
    await listener.stop();
  });

  it('leaves no session behind', async () => {
    const { listener } = countingListener('leaving');
    await listener.ready;
    await listener.stop();
    expect(await terminateListeners('leaving')).toBe(0);
  });

  it('may be stopped before it was ever ready', async () => {
    const unreachable = 'postgres://keyledger@127.0.0.1:1/keyledger';
    const errors: unknown[] = [];
    const listener = listen({
      databaseUrl: unreachable,
      channel: 'never',
      onWake: () => undefined,
      onError: (error) => errors.push(error),
    });
    await waitFor(() => errors.length > 1);
    await listener.stop();
    expect(errors.every(isConnectionError)).toBe(true);
  });

  it('takes any text for a channel', async () => {
    const channel = `it's "odd"`;
    const { listener, seen } = countingListener(channel);
    await listener.ready;
    await pool.query('SELECT pg_notify($1, $2)', [channel, '']);
    await waitFor(() => seen.wakes === 2);
    await listener.stop();
  });
});
