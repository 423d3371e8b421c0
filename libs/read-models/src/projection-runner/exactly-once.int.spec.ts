import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { toLedgerEvent } from '@keyledger/contracts';
import type { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { createPool } from '@keyledger/platform';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { coalesce } from '../coalesce.js';
import { foldLog } from '../fold-log.js';
import { keyDirectory } from '../key-directory/projection.js';
import { readTables } from '../table-rows.js';
import { applyBatch } from './apply-batch.js';
import { readCheckpoint } from './checkpoint.js';
import { RunnerBench, append, lives } from './spec-runner.js';

let bench: RunnerBench;
let pool: pg.Pool;
let log: MemoryEventLog;

beforeEach(async () => {
  bench = await RunnerBench.begin();
  ({ pool, log } = bench);
});

afterEach(() => bench.end());

async function wholeLog() {
  return (await log.readAll(0n, 100_000)).map((event) => toLedgerEvent(event));
}

async function position(): Promise<bigint> {
  return (await readCheckpoint(pool, keyDirectory)).position;
}

/** Waits until the read model is at the end of the log, then compares its rows with a fold of it. */
async function expectComplete(): Promise<void> {
  const events = await wholeLog();
  const end = events.at(-1)?.position ?? 0n;
  await waitFor(async () => (await position()) === end, { what: `the checkpoint at ${end}` });
  expect(await readTables(pool, [keyDirectory])).toEqual(foldLog(events, [keyDirectory]));
}

/** The process id of a session that waits for a lock. */
async function blockedSession(): Promise<number> {
  return waitFor(async () => {
    const { rows } = await pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.pid;
  });
}

/** Lets transactions move the checkpoint but not write rows, until released. */
async function blockRowWrites(): Promise<{ release(): Promise<void> }> {
  const blocker = await pool.connect();
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE read.key_directory IN SHARE MODE');
  return {
    release: async () => {
      await blocker.query('ROLLBACK');
      blocker.release();
    },
  };
}

/** Stands between a runner and Postgres, and can be cut. */
async function openWire(): Promise<{ url: string; cut(): void; mend(): Promise<void>; close(): void }> {
  const direct = new URL(bench.databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(direct.port || 5432), direct.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(direct);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { url: url.toString(), cut, mend: () => listen(port), close: cut };
}

describe('rows and checkpoint', () => {
  it('change together or not at all when the session dies in mid-transaction', async () => {
    const runner = bench.start();
    await waitFor(() => runner.status() === 'live');
    const blocker = await blockRowWrites();
    await append(log, lives('a', 2));
    const pid = await blockedSession(); // the checkpoint is moved, the rows are not written
    await pool.query('SELECT pg_terminate_backend($1)', [pid]);
    await waitFor(async () => {
      const { rowCount } = await pool.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid]);
      return rowCount === 0;
    });
    const { rows } = await pool.query<{ position: bigint }>('SELECT position FROM read.checkpoint');
    expect(rows[0]?.position).toBe(0n);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')).toEqual([]);
    await blocker.release();
    await expectComplete();
  });

  it('refuse a second application of the same events', async () => {
    await append(log, lives('a', 1));
    const events = await log.readAll(0n, 10);
    const [first, last] = events;
    if (first === undefined || last === undefined) throw new Error('two events were appended');
    const origin = await readCheckpoint(pool, keyDirectory);
    const changes = coalesce((await wholeLog()).flatMap(keyDirectory.project), keyDirectory.tables);
    const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    const applied = await Promise.all(
      clients.map((client) => applyBatch(client, keyDirectory, origin, { last, changes })),
    );
    for (const client of clients) client.release();
    expect(applied.filter((checkpoint) => checkpoint !== null)).toEqual([
      { position: last.position, eventId: last.id },
    ]);
    await expectComplete();
  });

  it('finishes the batch in hand when it is stopped', async () => {
    const runner = bench.start();
    await waitFor(() => runner.status() === 'live');
    const blocker = await blockRowWrites();
    await append(log, lives('a', 1));
    await blockedSession();
    const stopped = runner.stop();
    await blocker.release();
    await stopped;
    expect(await position()).toBeGreaterThan(0n);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')?.length).toBe(1);
  });
});

describe('several runners', () => {
  it('apply each event once: one works, the others stand by', async () => {
    await append(log, lives('a', 20));
    const three = [bench.start(), bench.start(), bench.start()];
    await expectComplete();
    await append(log, lives('b', 20));
    await expectComplete();
    const counts = await Promise.all(three.map((one) => one.metric('keyledger_projection_events_total')));
    expect(counts.map((count) => count ?? 0).sort()).toEqual([0, 0, 80]);
    await waitFor(() => three.filter((one) => one.status() === 'standby').length === 2);
  });

  it('take over when the one that works stops, or loses its session', async () => {
    const first = bench.start();
    await waitFor(() => first.status() === 'live');
    const second = bench.start();
    await waitFor(() => second.status() === 'standby');
    expect(await second.metric('keyledger_projection_active')).toBe(0);
    await append(log, lives('a', 5));
    await expectComplete();
    await first.stop();
    await append(log, lives('b', 5));
    await waitFor(() => second.status() === 'live');
    await expectComplete();
    const third = bench.start();
    await waitFor(() => third.status() === 'standby');
    await pool.query(`
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    await append(log, lives('c', 5));
    await expectComplete();
  });
});

describe('an outage of Postgres', () => {
  it('is waited out: nothing is skipped and nothing applied twice', async () => {
    const wire = await openWire();
    const wired = createPool(wire.url, { applicationName: 'wired' });
    const runner = bench.start({ pool: wired });
    await append(log, lives('a', 5));
    await waitFor(() => runner.status() === 'live');
    wire.cut();
    await append(log, lives('b', 20));
    await waitFor(() => runner.status() !== 'live');
    await waitFor(() => runner.states.filter(({ status }) => status === 'waiting').length >= 3);
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBeGreaterThan(0);
    expect(runner.logLines.filter((line) => line.includes('out of reach'))).toHaveLength(1);
    await wire.mend();
    await expectComplete();
    await waitFor(() => runner.status() === 'live');
    expect(await runner.metric('keyledger_projection_events_total')).toBe(50);
    await runner.stop();
    await wired.end();
    wire.close();
  });
});
