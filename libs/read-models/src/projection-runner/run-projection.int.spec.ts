import { randomUUID } from 'node:crypto';
import { type DomainEvent, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import type { Clock } from '@keyledger/platform';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { foldLog } from '../fold-log.js';
import { givenMetadata, keyCreated } from '../spec-events.js';
import { keyDirectory } from '../key-directory/projection.js';
import type { ReadModel } from '../read-model.js';
import { readModels } from '../registry.js';
import { readTables } from '../table-rows.js';
import { readCheckpoint } from './checkpoint.js';
import {
  type GivenRunner,
  RunnerBench,
  type RunnerParts,
  append,
  lives,
  nextEventTime,
} from './spec-runner.js';
import { resetReadModel } from './reset-read-model.js';

let bench: RunnerBench;
let pool: pg.Pool;
let log: MemoryEventLog;

beforeEach(async () => {
  bench = await RunnerBench.begin();
  ({ pool, log } = bench);
});

afterEach(() => bench.end());

function start(readModel: ReadModel = keyDirectory, parts: Partial<RunnerParts> = {}): GivenRunner {
  return bench.start({ log, readModel, ...parts });
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

const opened: DomainEvent = {
  type: 'AccountOpened',
  data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
};

describe('runProjection', () => {
  it('folds what is there and follows what comes, for every read model', async () => {
    await append(log, [opened]);
    await append(log, lives('a', 10));
    for (const readModel of readModels) start(readModel);
    await expectComplete(readModels);
    await append(log, lives('b', 10));
    await expectComplete(readModels);
  });

  it('is live with an empty log', async () => {
    const runner = start();
    await waitFor(() => runner.status() === 'live');
  });

  it('goes on from its checkpoint', async () => {
    await append(log, lives('a', 10));
    const first = start();
    await expectComplete();
    await first.stop();
    await append(log, lives('b', 3));
    const second = start();
    await expectComplete();
    await waitFor(async () => (await second.metric('keyledger_projection_events_total')) === 6);
  });

  it('starts over after a reset', async () => {
    await append(log, lives('a', 10));
    const runner = start();
    await expectComplete();
    await resetReadModel(pool, keyDirectory);
    expect((await readTables(pool, [keyDirectory])).get('read.key_directory')).toEqual([]);
    await append(log, lives('b', 1)); // is what makes the runner notice
    await expectComplete();
    expect(runner.states.some(({ status }) => status === 'failed')).toBe(false);
  });
});

describe('an event that cannot be applied', () => {
  it('stops the projection before it, loudly, with nothing skipped', async () => {
    await append(log, lives('a', 2));
    await log.append(
      'key-a0',
      [{ ...toNewEvent(keyCreated(), givenMetadata(0), randomUUID()), type: 'KeyExploded' }],
      'any',
    );
    await append(log, lives('b', 1));
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
    await append(log, lives('a', 3));
    const runner = start(fragile);
    await waitFor(() => runner.status() === 'failed');
    isBroken = false;
    await expectComplete();
    await waitFor(() => runner.status() === 'live');
  });
});

describe('another log', () => {
  async function startOnFoldedRows(replacement: readonly DomainEvent[]): Promise<GivenRunner> {
    await append(log, lives('a', 3));
    const runner = start();
    await expectComplete();
    await runner.stop();
    log = new MemoryEventLog();
    await append(log, replacement);
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
    let now = Date.parse(nextEventTime());
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
    await append(log, lives('a', 1));
    await waitFor(async () => (await runner.metric('keyledger_projection_position')) === 2);
    await waitFor(() => runner.status() === 'live');
    now += hour;
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe(0);
    isBroken = true;
    const missing = nextEventTime();
    await append(log, lives('b', 1));
    await waitFor(() => runner.status() === 'failed');
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe((now - Date.parse(missing)) / 1000);
    isBroken = false;
    await waitFor(() => runner.status() === 'live');
    expect(await runner.metric('keyledger_projection_lag_seconds')).toBe(0);
  });
});
