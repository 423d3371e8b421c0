import { randomUUID } from 'node:crypto';
import {
  type DomainEvent,
  type LedgerEvent,
  type RequestEvent,
  keyStream,
  toLedgerEvent,
  toNewEvent,
} from '@keyledger/contracts';
import type { NewKey, Overlap } from '@keyledger/domain';
import type { EventLog } from '@keyledger/event-log';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { createPool, systemClock, systemIds } from '@keyledger/platform';
import {
  DueKeys,
  ProjectionMetrics,
  keyDirectory,
  readModelMigrations,
  runProjection,
  usageMigrations,
  waitForPosition,
  writeUsage,
} from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase, exampleKeyCreated } from '@keyledger/testing';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { KeyLifecycle } from './key-lifecycle.js';
import { LifecycleCommands } from './lifecycle-commands.js';
import { LifecycleMetrics } from './lifecycle-metrics.js';

export const epochMs = Date.UTC(2030, 0, 1);
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const never = new AbortController().signal;

const logger = pino({ enabled: false });
const accountId = 'acme';

/** A log, its read model and the record of uses on a database of their own, at a time that only the test moves. */
export class SpecLedger {
  now = epochMs;
  private keys = 0;
  private requests = 0n;
  private readonly stopping = new AbortController();
  private projecting: Promise<void> = Promise.resolve();

  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
    readonly log: EventLog,
  ) {}

  static async start(): Promise<SpecLedger> {
    const migrations = { log: eventLogMigrations, read: readModelMigrations, usage: usageMigrations };
    const database = await createTestDatabase({ migrations });
    const pool = createPool(database.url, { applicationName: 'lifecycle' });
    const log = await openPostgresEventLog({
      databaseUrl: database.url,
      applicationName: 'lifecycle log',
      onError: () => undefined,
    });
    const ledger = new SpecLedger(database, pool, log);
    ledger.projecting = runProjection({
      ...{ log, pool, readModel: keyDirectory, signal: ledger.stopping.signal, clock: systemClock, logger },
      metrics: new ProjectionMetrics(new Registry(), systemClock),
    });
    return ledger;
  }

  /** ISO 8601 UTC. */
  later(ms: number): string {
    return new Date(this.now + ms).toISOString();
  }

  /** Lets that much time go by, then looks at what is due. */
  async passAfter(ms: number, lifecycle = this.lifecycle()): Promise<void> {
    this.now += ms;
    await this.caughtUp();
    await lifecycle.pass(never);
    await this.caughtUp();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.projecting;
    await this.log.close();
    await this.pool.end();
    await this.database.drop();
  }

  /** As a process of its own would have it. */
  lifecycle(changes: { log?: EventLog; orphanAgeMs?: number; registry?: Registry } = {}): KeyLifecycle {
    const { log = this.log, registry = new Registry(), ...rest } = changes;
    const clock = { now: () => this.now, monotonicMs: () => this.now };
    return new KeyLifecycle({
      due: new DueKeys(this.pool),
      commands: new LifecycleCommands({ log, clock, ids: systemIds }),
      metrics: new LifecycleMetrics(registry),
      reminderDays: [30, 7, 1],
      orphanAgeMs: minuteMs,
      ...{ clock, logger, ...rest },
    });
  }

  /** The id of a new key, created now. */
  async key(changes: Partial<NewKey> = {}): Promise<string> {
    this.keys += 1;
    const keyId = `key_${this.keys.toString().padStart(22, '0')}`;
    const created = { keyId, accountId, expiresAt: null, createdAt: new Date(this.now).toISOString() };
    await this.append({ type: 'KeyCreated', data: { ...exampleKeyCreated.data, ...created, ...changes } });
    return keyId;
  }

  /** The id of a successor that was created now. */
  async rotate(keyId: string, overlap: Overlap): Promise<string> {
    const successorId = await this.key({ rotatedFrom: keyId });
    await this.append({ type: 'KeyRotated', data: { keyId, accountId, successorId, overlap } });
    return successorId;
  }

  /** Recorded now, and known to the read model. */
  async append(event: Extract<DomainEvent, { data: { keyId: string } }>): Promise<void> {
    const metadata = {
      ...{ actor: 'key_admin', requestId: 'r', correlationId: 'r', causationId: 'r' },
      ...{ clientAddress: null, userAgent: null, time: new Date(this.now).toISOString() },
    };
    const newEvent = toNewEvent(event, metadata, randomUUID());
    await this.log.append(keyStream(event.data.keyId), [newEvent], 'any');
    await this.caughtUp();
  }

  /** The read model knows all that the log knows. */
  async caughtUp(): Promise<void> {
    const last = (await this.log.readAll(0n, 10_000)).at(-1);
    const position = last?.position ?? 0n;
    await waitForPosition({ pool: this.pool, readModel: keyDirectory, position, timeoutMs: 60_000 });
  }

  /** An accepted use, now. */
  async use(keyId: string): Promise<void> {
    this.requests += 1n;
    const offset = this.requests;
    const event: RequestEvent = {
      ...{ keyId, accountId, operation: null, code: 'VALID', clientAddress: null },
      ...{ userAgent: null, verifier: null },
      ...{ time: new Date(this.now).toISOString(), producer: 'p', sequence: Number(offset) },
    };
    const batch = { topic: 't', partition: 0, group: 'g', firstOffset: offset, lastOffset: offset };
    await writeUsage(this.pool, { ...batch, requests: [{ offset, event }] });
  }

  async history(keyId: string): Promise<readonly LedgerEvent[]> {
    return (await this.log.readStream(keyStream(keyId))).map((recorded) => toLedgerEvent(recorded));
  }

  /** Types of the events after the first. */
  async typesOf(keyId: string): Promise<readonly string[]> {
    return (await this.history(keyId)).slice(1).map(({ event }) => event.type);
  }
}
