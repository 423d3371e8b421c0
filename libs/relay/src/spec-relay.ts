import { randomUUID } from 'node:crypto';
import type { Broker, ReceivedMessage } from '@keyledger/broker';
import { MemoryBroker } from '@keyledger/broker/adapters/memory/memory-broker';
import { MemoryTopics } from '@keyledger/broker/adapters/memory/memory-topics';
import { type DomainEvent, streamOf, toNewEvent } from '@keyledger/contracts';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { type Clock, createPool, systemClock } from '@keyledger/platform';
import {
  type LogFollower,
  ProjectionMetrics,
  type ProjectionState,
  readModelMigrations,
  runFollower,
  runProjection,
  verification,
} from '@keyledger/read-models';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { relayMigrations } from './migrations.js';
import { RelayMetrics } from './relay-metrics.js';

/** Few events, so that tests see many batches. */
const batchEventsMax = 7;
const logger = pino({ level: 'silent' });

export interface Running {
  readonly states: readonly ProjectionState[];
  status(): ProjectionState['status'] | undefined;
  stop(): Promise<void>;
}

/** For tests: a log, a broker, a database with the read model of verification, and relays of as many processes as wanted. */
export class RelayScene {
  readonly log = new MemoryEventLog();
  readonly topics = new MemoryTopics();
  readonly broker: Broker = new MemoryBroker(this.topics);
  readonly registry = new Registry();
  readonly metrics = new RelayMetrics(this.registry);
  private readonly running: Running[] = [];
  private readonly pools: pg.Pool[] = [];
  private readonly operator: pg.Pool;

  private constructor(readonly database: TestDatabase) {
    this.operator = this.pool('operator');
  }

  static async open(): Promise<RelayScene> {
    const migrations = { read: readModelMigrations, relay: relayMigrations };
    return new RelayScene(await createTestDatabase({ migrations }));
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((each) => each.stop()));
    await Promise.all(this.pools.map((pool) => pool.end()));
    await this.database.drop();
  }

  pool(applicationName: string): pg.Pool {
    const pool = createPool(this.database.url, { applicationName });
    this.pools.push(pool);
    return pool;
  }

  /** A process of its own, as its sessions are concerned. */
  start(
    relay: (pool: pg.Pool) => LogFollower,
    { name = 'relay', clock = systemClock }: { name?: string; clock?: Clock } = {},
  ): Running {
    const pool = this.pool(name);
    return this.run((options) => runFollower({ ...options, pool, clock, follower: relay(pool) }));
  }

  startReadModel(): Running {
    const pool = this.pool('read model');
    return this.run((options) =>
      runProjection({ ...options, pool, clock: systemClock, readModel: verification }),
    );
  }

  async append(...events: readonly DomainEvent[]): Promise<bigint> {
    let position = 0n;
    for (const event of events) {
      const stream = streamOf(event);
      const appended = await this.log.append(stream, [toNewEvent(event, metadata(), randomUUID())], 'any');
      if (appended.outcome === 'appended') ({ position } = appended);
    }
    return position;
  }

  /** Up to which a relay has relayed. */
  async position(relay: string): Promise<bigint> {
    const { rows } = await this.operator.query<{ position: bigint }>(
      'SELECT position FROM read.checkpoint WHERE name = $1',
      [relay],
    );
    return rows[0]?.position ?? 0n;
  }

  /** All that is on the topic, partition by partition. */
  messages(topic: string): readonly ReceivedMessage[] {
    return this.topics
      .topic(topic)
      .partitions.flatMap((partition) => partition.read(0n, Number.MAX_SAFE_INTEGER).messages);
  }

  private run(
    follow: (options: {
      log: MemoryEventLog;
      signal: AbortSignal;
      logger: typeof logger;
      metrics: ProjectionMetrics;
      onState: (state: ProjectionState) => void;
      batchEventsMax: number;
    }) => Promise<void>,
  ): Running {
    const stopping = new AbortController();
    const states: ProjectionState[] = [];
    const metrics = new ProjectionMetrics(new Registry(), systemClock);
    const { log } = this;
    const { signal } = stopping;
    const onState = (state: ProjectionState) => states.push(state);
    const done = follow({ log, signal, logger, metrics, onState, batchEventsMax });
    const running = {
      states,
      status: () => states.at(-1)?.status,
      stop: async () => {
        stopping.abort();
        await done;
      },
    };
    this.running.push(running);
    return running;
  }
}

function metadata() {
  return {
    actor: 'key_admin',
    requestId: 'r',
    correlationId: 'c',
    causationId: 'r',
    clientAddress: '192.0.2.7',
    userAgent: 'curl/8',
    time: new Date().toISOString(),
  };
}

export function keyCreated(
  keyId: string,
  expiresAt: string | null = null,
): Extract<DomainEvent, { type: 'KeyCreated' }> {
  return {
    type: 'KeyCreated',
    data: {
      keyId,
      accountId: 'acme',
      name: keyId,
      description: null,
      tags: [],
      owner: null,
      environment: null,
      scopes: ['orders:read'],
      ipAllowlist: { enforced: false, entries: [] },
      limits: [],
      expiresAt,
      digest: { algorithm: 'sha256', value: 'd'.repeat(43) },
      visibleStart: 'kl_live_abcd',
      attributes: {},
      profile: 'keyledger',
      kind: 'key',
      createdAt: '2026-01-01T00:00:00.000Z',
      rotatedFrom: null,
    },
  };
}

export function keyDisabled(keyId: string): DomainEvent {
  return { type: 'KeyDisabled', data: { keyId, accountId: 'acme', reason: 'unused', comment: null } };
}

export function keyEnabled(keyId: string): DomainEvent {
  return { type: 'KeyEnabled', data: { keyId, accountId: 'acme', comment: null } };
}

export function keyRevoked(keyId: string): DomainEvent {
  return { type: 'KeyRevoked', data: { keyId, accountId: 'acme', reason: 'leaked', comment: 'found' } };
}

export function expiryChanged(keyId: string, expiresAt: string | null): DomainEvent {
  return {
    type: 'ExpiryChanged',
    data: { keyId, accountId: 'acme', expiresAt, previousExpiresAt: null },
  };
}

export function superseded(keyId: string): DomainEvent {
  const data = { keyId, accountId: 'acme', successorId: 'key_next', because: 'cut-short' } as const;
  return { type: 'RotationCompleted', data };
}
