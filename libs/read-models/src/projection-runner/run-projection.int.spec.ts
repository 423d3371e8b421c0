import { randomUUID } from 'node:crypto';
import { type DomainEvent, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { type Clock, createPool, systemClock } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { foldLog } from '../fold-log.js';
import { givenMetadata, keyCreated } from '../given-events.js';
import { keyDirectory } from '../key-directory/projection.js';
import { readModelMigrations } from '../migrations/migrations.js';
import type { ReadModel } from '../read-model.js';
import { readModels } from '../registry.js';
import { readTables } from '../table-rows.js';
import { applyBatch } from './apply-batch.js';
import { readCheckpoint } from './checkpoint.js';
import { ProjectionMetrics } from './projection-metrics.js';
import type { ProjectionState } from './projection-state.js';
import { resetReadModel } from './reset-read-model.js';
import { runProjection } from './run-projection.js';

let database: TestDatabase;
let pool: pg.Pool;
let log: MemoryEventLog;
let runners: Runner[];

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'run-projection' });
  log = new MemoryEventLog();
  runners = [];
});

afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await pool.end();
  await database.drop();
});

interface Runner {
  readonly states: readonly ProjectionState[];
  status(): ProjectionState['status'] | undefined;
  readonly logLines: readonly string[];
  metric(name: string, labels?: Record<string, string>): Promise<number | undefined>;
  stop(): Promise<void>;
}

function start(readModel: ReadModel = keyDirectory, options: { clock?: Clock; pool?: pg.Pool } = {}): Runner {
  const registry = new Registry();
  const clock = options.clock ?? systemClock;
  const stopping = new AbortController();
  const states: ProjectionState[] = [];
  const logLines: string[] = [];
  const done = runProjection({
    log,
    pool: options.pool ?? pool,
    readModel,
    signal: stopping.signal,
    clock,
    logger: pino({}, { write: (line: string) => logLines.push(line) }),
    metrics: new ProjectionMetrics(registry, clock),
    onState: (state) => states.push(state),
    batchEventsMax: 7,
  });
  const runner: Runner = {
    states,
    logLines,
    status: () => states.at(-1)?.status,
    metric: async (name, labels = {}) => {
      const metric = await registry.getSingleMetric(name)?.get();
      return metric?.values.find((value) =>
        Object.entries(labels).every(
          ([label, text]) => (value.labels as Record<string, unknown>)[label] === text,
        ),
      )?.value;
    },
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
  runners.push(runner);
  return runner;
}

let recorded = 0;

async function append(...events: readonly DomainEvent[]): Promise<void> {
  for (const event of events) {
    const stream = 'keyId' in event.data ? `key-${event.data.keyId}` : `account-${event.data.accountId}`;
    await log.append(stream, [toNewEvent(event, givenMetadata(recorded++), randomUUID())], 'any');
  }
}

/** Some keys with a life of their own: 2 events each. */
function lives(prefix: string, count: number): readonly DomainEvent[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`).flatMap((keyId): DomainEvent[] => [
    keyCreated({ keyId }),
    { type: 'KeyDisabled', data: { keyId, accountId: 'acme', reason: 'unused', comment: null } },
  ]);
}

async function wholeLog() {
  return (await log.readAll(0n, 100_000)).map((event) => toLedgerEvent(event));
}

async function positionOf(readModel: ReadModel): Promise<bigint> {
  return (await readCheckpoint(pool, readModel)).position;
}

/** Waits until the read model is at the end of the log, then compares its rows with a fold of it. */
async function expectComplete(models: readonly ReadModel[] = [keyDirectory]): Promise<void> {
  const events = await wholeLog();
  const end = events.at(-1)?.position ?? 0n;
  for (const readModel of models) {
    await waitFor(async () => (await positionOf(readModel)) === end, { what: `${readModel.name} at ${end}` });
  }
  expect(await readTables(pool, models)).toEqual(foldLog(events, models));
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

describe('runProjection', () => {
  it('folds what is there and follows what comes, for every read model', async () => {
    await append({ type: 'AccountOpened', data: { accountId: 'acme', name: 'Acme', profile: 'keyledger' } });
    await append(...lives('a', 10));
    for (const readModel of readModels) start(readModel);
    await expectComplete(readModels);
    await append(...lives('b', 10));
    await expectComplete(readModels);
  });

  it('is live with an empty log', async () => {
    const runner = start();
    await waitFor(() => runner.status() === 'live');
  });

  it('goes on from its checkpoint', async () => {
    await append(...lives('a', 10));
    const first = start();
    await expectComplete();
    await first.stop();
    await append(...lives('b', 3));
    const second = start();
    await expectComplete();
    expect(await second.metric('keyledger_projection_events_total')).toBe(6);
  });

  it('finishes the batch in hand when it is stopped', async () => {
    const runner = start();
    await waitFor(() => runner.status() === 'live');
    const blocker = await blockRowWrites();
    await append(...lives('a', 1));
    await blockedSession();
    const stopped = runner.stop();
    await blocker.release();
    await stopped;
    expect(await positionOf(keyDirectory)).toBeGreaterThan(0n);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')?.length).toBe(1);
  });

  it('starts over after a reset', async () => {
    await append(...lives('a', 10));
    const runner = start();
    await expectComplete();
    await resetReadModel(pool, keyDirectory);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')).toEqual([]);
    await append(...lives('b', 1)); // is what makes the runner notice
    await expectComplete();
    expect(runner.states.some(({ status }) => status === 'failed')).toBe(false);
  });
});

describe('rows and checkpoint', () => {
  it('change together or not at all when the session dies in mid-transaction', async () => {
    const runner = start();
    await waitFor(() => runner.status() === 'live');
    const blocker = await blockRowWrites();
    await append(...lives('a', 2));
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
    await append(...lives('a', 1));
    const events = await log.readAll(0n, 10);
    const [first, last] = events;
    if (first === undefined || last === undefined) throw new Error('two events were appended');
    const origin = await readCheckpoint(pool, keyDirectory);
    const changes = (await wholeLog()).flatMap(keyDirectory.project);
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
});

describe('several runners', () => {
  it('apply each event once: one works, the others stand by', async () => {
    await append(...lives('a', 20));
    const three = [start(), start(), start()];
    await expectComplete();
    await append(...lives('b', 20));
    await expectComplete();
    const counts = await Promise.all(three.map((one) => one.metric('keyledger_projection_events_total')));
    expect(counts.map((count) => count ?? 0).sort()).toEqual([0, 0, 80]);
    await waitFor(() => three.filter((one) => one.status() === 'standby').length === 2);
  });

  it('take over when the one that works stops, or loses its session', async () => {
    const first = start();
    await waitFor(() => first.status() === 'live');
    const second = start();
    await waitFor(() => second.status() === 'standby');
    expect(await second.metric('keyledger_projection_active')).toBe(0);
    await append(...lives('a', 5));
    await expectComplete();
    await first.stop();
    await append(...lives('b', 5));
    await waitFor(() => second.status() === 'live');
    await expectComplete();
    const third = start();
    await waitFor(() => third.status() === 'standby');
    await pool.query(`
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    await append(...lives('c', 5));
    await expectComplete();
  });
});

describe('an event that cannot be applied', () => {
  it('stops the projection before it, loudly, with nothing skipped', async () => {
    await append(...lives('a', 2));
    await log.append(
      'key-a0',
      [{ ...toNewEvent(keyCreated(), givenMetadata(0), randomUUID()), type: 'KeyExploded' }],
      'any',
    );
    await append(...lives('b', 1));
    const runner = start();
    await waitFor(() => runner.status() === 'failed');
    const [, , , lastGood, bad] = await log.readAll(0n, 10);
    expect(await positionOf(keyDirectory)).toBe(lastGood?.position);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')?.length).toBe(2);
    expect(await runner.metric('keyledger_projection_troubles_total', { kind: 'failure' })).toBeGreaterThan(
      0,
    );
    const errors = runner.logLines.filter((line) => line.includes('"level":50'));
    expect(errors.join()).toContain(`position ${String(bad?.position)}`);
    expect(errors.join()).toContain('KeyExploded');
  });

  it('is applied once the projection can', async () => {
    let isBroken = true;
    const fragile: ReadModel = {
      ...keyDirectory,
      project: (event) => {
        if (isBroken && event.event.type === 'KeyDisabled') throw new Error('a bug');
        return keyDirectory.project(event);
      },
    };
    await append(...lives('a', 3));
    const runner = start(fragile);
    await waitFor(() => runner.status() === 'failed');
    isBroken = false;
    await expectComplete();
    await waitFor(() => runner.status() === 'live');
  });
});

describe('another log', () => {
  async function startOnFoldedRows(replacement: readonly DomainEvent[]): Promise<Runner> {
    await append(...lives('a', 3));
    const runner = start();
    await expectComplete();
    await runner.stop();
    log = new MemoryEventLog();
    await append(...replacement);
    return start();
  }

  it.each([
    ['that ends before the checkpoint', lives('a', 1)],
    ['that has another event at the checkpoint', lives('b', 9)],
  ])('%s is refused', async (_title, replacement) => {
    const runner = await startOnFoldedRows(replacement);
    await waitFor(() => runner.status() === 'failed');
    expect(runner.logLines.join()).toMatch(/folded up to position 6.*(ends before that|another log)/);
    expect(await positionOf(keyDirectory)).toBe(6n);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')?.length).toBe(3);
  });
});

describe('lag', () => {
  it('is 0 while everything is applied, and the age of what is missing otherwise', async () => {
    const hour = 3_600_000;
    let now = Date.parse(givenMetadata(recorded).time);
    const clock: Clock = { now: () => now, monotonicMs: () => now };
    let isBroken = false;
    const fragile: ReadModel = {
      ...keyDirectory,
      project: (event) => {
        if (isBroken) throw new Error('a bug');
        return keyDirectory.project(event);
      },
    };
    const runner = start(fragile, { clock });
    await append(...lives('a', 1));
    await waitFor(async () => (await runner.metric('keyledger_projection_position')) === 2);
    await waitFor(() => runner.status() === 'live');
    now += hour;
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe(0);
    isBroken = true;
    const missing = givenMetadata(recorded);
    await append(...lives('b', 1));
    await waitFor(() => runner.status() === 'failed');
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe(
      (now - Date.parse(missing.time)) / 1000,
    );
    isBroken = false;
    await waitFor(() => runner.status() === 'live');
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe(0);
  });
});
