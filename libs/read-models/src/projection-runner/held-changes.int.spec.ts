import { once } from 'node:events';
import { type DomainEvent, toLedgerEvent } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import type { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import type { Clock } from '@keyledger/platform';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { foldLog } from '../fold-log.js';
import { keyDirectory } from '../key-directory/projection.js';
import { readTables } from '../table-rows.js';
import { readCheckpoint } from './checkpoint.js';
import { RunnerBench, append, lives, nextEventTime } from './spec-runner.js';

let bench: RunnerBench;
let pool: pg.Pool;
let log: MemoryEventLog;

beforeEach(async () => {
  bench = await RunnerBench.begin();
  ({ pool, log } = bench);
});

afterEach(() => bench.end());

/** Every key is created before the first of them is changed, so that no batch has two events of one key. */
function livesTogether(count: number): readonly DomainEvent[] {
  const events = lives('a', count);
  const created = ({ type }: DomainEvent): boolean => type === 'KeyCreated';
  return [...events.filter(created), ...events.filter((event) => !created(event))];
}

async function expectComplete(): Promise<void> {
  const events = (await log.readAll(0n, 1_000)).map((event) => toLedgerEvent(event));
  const end = events.at(-1)?.position;
  await waitFor(async () => (await readCheckpoint(pool, keyDirectory)).position === end);
  expect(await readTables(pool, [keyDirectory])).toEqual(foldLog(events, [keyDirectory]));
}

/** The log, which has no more to give after its first two batches until it is released. */
function interrupted(): {
  readonly log: EventLog;
  readonly reached: () => boolean;
  readonly release: () => void;
} {
  const released = new AbortController();
  const slow = Object.create(log) as EventLog;
  let batches = 0;
  slow.subscribe = async function* (after, options) {
    for await (const batch of log.subscribe(after, options)) {
      yield batch;
      if (++batches === 2) await once(released.signal, 'abort');
    }
  };
  return { log: slow, reached: () => batches === 2, release: () => released.abort() };
}

describe('while the log is far ahead', () => {
  it('events of many batches are written together, and counted as the events that they are', async () => {
    await append(log, livesTogether(20));
    const runner = bench.start();
    await expectComplete();
    await waitFor(() => runner.status() === 'live'); // the rows are there a moment before they are counted
    const { rows } = await pool.query('SELECT DISTINCT xmin::text FROM read.key_directory');
    expect(rows).toHaveLength(1);
    expect(await runner.metric('keyledger_projection_events_total')).toBe(40);
  });

  it.each([1, 9, 15])('no more than %i rows are held and a batch', async (heldRowsMax) => {
    await append(log, livesTogether(20));
    const runner = bench.start({ heldRowsMax });
    await expectComplete();
    await waitFor(() => runner.status() === 'live'); // the rows are there a moment before they are counted
    expect(await runner.metric('keyledger_projection_events_total')).toBe(40);
  });

  it('ends with the end of the log, where that is the end of a full batch too', async () => {
    await append(log, livesTogether(7));
    const runner = bench.start();
    await expectComplete();
    await waitFor(() => runner.status() === 'live');
  });

  it('what has come is written where the log is cut off, for that may be for long', async () => {
    await append(log, livesTogether(20));
    const cutOff = Object.create(log) as EventLog;
    const [first, second] = [await log.readAll(0n, 7), await log.readAll(7n, 3)];
    cutOff.subscribe = async function* (_, { signal }) {
      for (const events of [first, second]) {
        yield { events, position: events.at(-1)?.position ?? 0n, caughtUp: false };
      }
      await once(signal, 'abort');
    };
    bench.start({ log: cutOff });
    await waitFor(async () => (await readCheckpoint(pool, keyDirectory)).position === 10n);
  });

  it('the lag is the age of the oldest event that is held, and the checkpoint is before it', async () => {
    const now = Date.parse(nextEventTime()) + 3_600_000;
    const clock: Clock = { now: () => now, monotonicMs: () => now };
    await append(log, livesTogether(20));
    const { log: slow, reached, release } = interrupted();
    const runner = bench.start({ log: slow, clock });
    await waitFor(reached);
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe(3_600);
    expect(await runner.metric('keyledger_projection_position')).toBe(0);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')).toEqual([]);
    release();
    await expectComplete();
    await waitFor(async () => (await runner.metric('keyledger_projection_lag_seconds')) === 0);
  });

  it('what is held goes with the session, and takes effect once all the same', async () => {
    await append(log, livesTogether(20));
    const { log: slow, reached, release } = interrupted();
    const runner = bench.start({ log: slow });
    await waitFor(reached);
    await pool.query(`
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    release();
    await expectComplete();
    await waitFor(() => runner.status() === 'live');
    expect(await runner.metric('keyledger_projection_events_total')).toBe(40);
  });
});
