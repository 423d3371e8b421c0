import { randomUUID } from 'node:crypto';
import { BROKER } from '@keyledger/broker';
import { MemoryBroker } from '@keyledger/broker/adapters/memory/memory-broker';
import { type DomainEvent, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { EVENT_LOG } from '@keyledger/event-log';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import {
  CLOCK,
  CONFIG,
  HEALTH,
  HealthRegistry,
  IDS,
  LOGGER,
  METRICS,
  POOL,
  createPool,
  loadConfig,
  systemClock,
  systemIds,
} from '@keyledger/platform';
import {
  foldLog,
  readModelMigrations,
  readModels,
  readTables,
  usageMigrations,
} from '@keyledger/read-models';
import { relayMigrations } from '@keyledger/relay';
import { webhookMigrations } from '@keyledger/webhooks';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { ProjectorModule } from './projector.module.js';

let database: TestDatabase;
let pool: pg.Pool;
let log: MemoryEventLog;
let health: HealthRegistry;
let metrics: Registry;
let app: INestApplicationContext;

beforeEach(async () => {
  database = await createTestDatabase({
    migrations: {
      read: readModelMigrations,
      usage: usageMigrations,
      relay: relayMigrations,
      webhook: webhookMigrations,
    },
  });
  pool = createPool(database.url, { applicationName: 'projector', connectionsMax: 20 });
  log = new MemoryEventLog();
  health = new HealthRegistry();
  metrics = new Registry();
  const parts = new Map<symbol, unknown>([
    [POOL, pool],
    [EVENT_LOG, log],
    [BROKER, new MemoryBroker()],
    [CONFIG, loadConfig({ DATABASE_URL: database.url })],
    [HEALTH, health],
    [METRICS, metrics],
    [CLOCK, systemClock],
    [IDS, systemIds],
    [LOGGER, pino({ enabled: false })],
  ]);
  const providers = [...parts].map(([provide, useValue]) => ({ provide, useValue }));
  @Global()
  @Module({ providers, exports: [...parts.keys()] })
  class GivenInfrastructure {}
  app = await Test.createTestingModule({ imports: [GivenInfrastructure, ProjectorModule] }).compile();
});

afterEach(async () => {
  await app.close();
  await pool.end();
  await database.drop();
});

const opened: DomainEvent = {
  type: 'AccountOpened',
  data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
};

async function append(event: DomainEvent): Promise<void> {
  const metadata = {
    actor: 'system:test',
    requestId: 'r',
    correlationId: 'r',
    causationId: 'r',
    clientAddress: null,
    userAgent: null,
    time: new Date().toISOString(),
  };
  await log.append(`account-${event.data.accountId}`, [toNewEvent(event, metadata, randomUUID())], 'any');
}

async function isReady(): Promise<boolean> {
  return (await health.readiness()).every(({ ready }) => ready);
}

describe('ProjectorModule', () => {
  it('is not ready before it has started, and ready once every read model has caught up', async () => {
    await append(opened);
    expect(await isReady()).toBe(false);
    await app.init();
    await waitFor(isReady);
    const events = (await log.readAll(0n, 10)).map((event) => toLedgerEvent(event));
    expect(await readTables(pool, readModels)).toEqual(foldLog(events, readModels));
  });

  it('is not ready, and says which read model, while an event cannot be applied', async () => {
    await app.init();
    await waitFor(isReady);
    await log.append(
      'account-acme',
      [{ id: randomUUID(), type: 'AccountExploded', data: {}, metadata: {} }],
      'any',
    );
    await waitFor(async () => !(await isReady()));
    const [check] = await health.readiness();
    expect(check?.detail).toMatch(/@1 has stopped at an error/);
  });

  it('shows the position of every projection', async () => {
    await append(opened);
    await app.init();
    await waitFor(isReady);
    const text = await metrics.metrics();
    for (const { name, version } of readModels) {
      expect(text).toContain(`keyledger_projection_position{projection="${name}@${version}"} 1`);
      expect(text).toContain(`keyledger_projection_lag_seconds{projection="${name}@${version}"} 0`);
    }
  });

  it('lets go of the log and of its connections when it stops', async () => {
    await app.init();
    await waitFor(isReady);
    await app.close();
    expect(log.subscriptionCount).toBe(0);
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });
});
