import { randomUUID } from 'node:crypto';
import { type DomainEvent, streamOf, toNewEvent } from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { type Clock, createPool, systemClock } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { keyDirectory } from '../key-directory/projection.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { givenMetadata, keyCreated } from '../spec-events.js';
import type { ReadModel } from '../read-model.js';
import { ProjectionMetrics } from './projection-metrics.js';
import type { ProjectionState } from './projection-state.js';
import { runProjection } from './run-projection.js';

/** For tests: a projection that runs, with all that can be seen of it. */
export interface GivenRunner {
  readonly states: readonly ProjectionState[];
  status(): ProjectionState['status'] | undefined;
  readonly logLines: readonly string[];
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number | undefined>;
  stop(): Promise<void>;
}

export interface RunnerParts {
  readonly log: EventLog;
  readonly pool: pg.Pool;
  readonly readModel: ReadModel;
  readonly clock?: Clock;
  readonly heldRowsMax?: number;
}

/** A log, and a database that folds it, of a test's own. */
export class RunnerBench {
  readonly log = new MemoryEventLog();
  private readonly runners: GivenRunner[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: pg.Pool,
  ) {}

  static async begin(): Promise<RunnerBench> {
    const database = await createTestDatabase({ migrations: { read: readModelMigrations } });
    return new RunnerBench(database, createPool(database.url, { applicationName: 'run-projection' }));
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  start(parts: Partial<RunnerParts> = {}): GivenRunner {
    const { log, pool } = this;
    const runner = startRunner({ log, pool, readModel: keyDirectory, ...parts });
    this.runners.push(runner);
    return runner;
  }

  async end(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await this.pool.end();
    await this.database.drop();
  }
}

/** Few events, so that tests see many batches. */
const batchEventsMax = 7;

function startRunner({ clock = systemClock, ...parts }: RunnerParts): GivenRunner {
  const registry = new Registry();
  const stopping = new AbortController();
  const states: ProjectionState[] = [];
  const logLines: string[] = [];
  const done = runProjection({
    ...parts,
    signal: stopping.signal,
    clock,
    logger: pino({}, { write: (line: string) => logLines.push(line) }),
    metrics: new ProjectionMetrics(registry, clock),
    onState: (state) => states.push(state),
    batchEventsMax,
  });
  return {
    states,
    logLines,
    status: () => states.at(-1)?.status,
    metric: (name, labels = {}) => metricValue(registry, name, labels),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function metricValue(
  registry: Registry,
  name: string,
  wanted: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const metric = await registry.getSingleMetric(name)?.get();
  return metric?.values.find(({ labels }) =>
    Object.entries(wanted).every(([label, value]) => (labels as Record<string, unknown>)[label] === value),
  )?.value;
}

/** The n-th event ever given happened n minutes after the first. */
let given = 0;

export function nextEventTime(): string {
  return givenMetadata(given).time;
}

export async function append(log: EventLog, events: readonly DomainEvent[]): Promise<void> {
  for (const event of events) {
    const stream = streamOf(event);
    await log.append(stream, [toNewEvent(event, givenMetadata(given++), randomUUID())], 'any');
  }
}

/** Keys with a life of their own: created, then disabled. */
export function lives(prefix: string, count: number): readonly DomainEvent[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`).flatMap((keyId): DomainEvent[] => [
    keyCreated({ keyId }),
    { type: 'KeyDisabled', data: { keyId, accountId: 'acme', reason: 'unused', comment: null } },
  ]);
}
