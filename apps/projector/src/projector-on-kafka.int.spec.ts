import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Broker } from '@keyledger/broker';
import { openKafkaBroker } from '@keyledger/broker/adapters/kafka/kafka-broker';
import { describeOnKafka } from '@keyledger/broker/adapters/kafka/spec-on-kafka';
import { OwnKafka } from '@keyledger/testing';
import { type RunningApp, startApp } from '@keyledger/composition';
import {
  type DomainEvent,
  type KeyState,
  type PublishedKeyEvent,
  fromKeyEventMessage,
  fromKeyStateMessage,
  isUnreadable,
  keyEventsTopic,
  keyStateTopic,
  streamOf,
  toNewEvent,
} from '@keyledger/contracts';
import type { EventLog } from '@keyledger/event-log';
import { loadConfig } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { pino } from 'pino';
import { AppModule } from './app.module.js';

const namePrefix = 'relayed.';
const logger = pino({ level: 'silent' });
const waits = { timeoutMs: 100_000 };
const testMsMax = 300_000;

async function append(log: EventLog, ...events: readonly DomainEvent[]): Promise<void> {
  const metadata = {
    ...{ actor: 'key_admin', requestId: 'r', correlationId: 'c', causationId: 'r' },
    ...{ clientAddress: null, userAgent: null, time: new Date().toISOString() },
  };
  for (const event of events) {
    await log.append(streamOf(event), [toNewEvent(event, metadata, randomUUID())], 'any');
  }
}

function created(keyId: string): DomainEvent {
  const description = { name: keyId, description: null, tags: [], owner: null, environment: null };
  const policy = { scopes: [], ipAllowlist: { enforced: false, entries: [] }, limits: [], expiresAt: null };
  const origin = { profile: 'keyledger', kind: 'live', createdAt: '2026-01-01T00:00:00.000Z' } as const;
  const digest = { algorithm: 'sha256', value: 'd'.repeat(43) } as const;
  const shown = { visibleStart: 'kl_live_abcd', attributes: {}, rotatedFrom: null };
  return {
    type: 'KeyCreated',
    data: { keyId, accountId: 'acme', ...description, ...policy, ...origin, ...shown, digest },
  };
}

function revoked(keyId: string): DomainEvent {
  return { type: 'KeyRevoked', data: { keyId, accountId: 'acme', reason: 'leaked', comment: null } };
}

const keys = (prefix: string) => Array.from({ length: 20 }, (_, n) => `key_${prefix}${n}`);

describeOnKafka('the projector on Kafka', () => {
  describe('the projector on Kafka', () => {
    let kafka: OwnKafka;
    let database: TestDatabase;
    let reader: Broker;
    const running: RunningApp[] = [];
    const events: PublishedKeyEvent[] = [];
    const states = new Map<string, KeyState>();

    beforeEach(async () => {
      [kafka, database] = await Promise.all([OwnKafka.start(), createTestDatabase()]);
      reader = await openKafkaBroker({ brokers: [kafka.address], namePrefix });
    }, testMsMax);

    afterEach(async () => {
      await Promise.all(running.splice(0).map(async (app) => app.stop()));
      await reader.close();
      await database.drop();
      await kafka.stop();
    }, testMsMax);

    async function start(name: string): Promise<RunningApp> {
      const app = await startApp(
        { name, rootModule: (infrastructure) => AppModule.on(infrastructure) },
        loadConfig({
          DATABASE_URL: database.url,
          BROKER_URL: `kafka://${kafka.address}?prefix=${namePrefix}`,
          HOST: '127.0.0.1',
          PORT: '0',
        }),
        { logger },
      );
      running.push(app);
      return app;
    }

    async function read(): Promise<void> {
      await reader.ensureTopics([keyEventsTopic, keyStateTopic]);
      await reader.consume({
        topic: keyEventsTopic.name,
        group: 'test',
        handler: async ({ messages }) => {
          for (const message of messages) {
            const event = fromKeyEventMessage(message);
            if (!isUnreadable(event)) events.push(event);
          }
        },
      });
      await reader.consume({
        topic: keyStateTopic.name,
        group: 'test',
        handler: async ({ messages }) => {
          for (const message of messages) {
            const state = fromKeyStateMessage(message);
            if (!isUnreadable(state) && state.kind === 'key') states.set(state.keyId, state);
          }
        },
      });
    }

    const notReady = async ({ infrastructure }: RunningApp) =>
      (await infrastructure.health.readiness()).filter(({ ready }) => !ready);

    it(
      'relays all through a killed broker and a projector that stops; read models go on, and readiness says what waits',
      async () => {
        const [first, second] = [await start('projector-a'), await start('projector-b')];
        const { eventLog, pool } = first.infrastructure;
        await read();
        await append(eventLog, ...keys('a').map(created));
        await waitFor(() => keys('a').every((key) => states.has(key)), waits);

        await kafka.kill();
        await append(eventLog, ...keys('a').map(revoked), ...keys('b').map(created));
        await waitFor(
          async () => (await pool.query('SELECT FROM read.verification_key')).rowCount === 40,
          waits,
        );
        await waitFor(async () => {
          const waiting = [...(await notReady(first)), ...(await notReady(second))];
          return waiting.some(
            ({ name, detail }) => name === 'key events' && /key-events@1 waits/.test(detail ?? ''),
          );
        }, waits);
        for (const app of [first, second])
          expect((await notReady(app)).filter(({ name }) => name === 'projections')).toEqual([]);
        await kafka.restart();
        running.splice(running.indexOf(first), 1);
        await first.stop();

        const last = second.infrastructure.eventLog;
        await append(last, ...keys('b').map(revoked));
        const all = [...keys('a'), ...keys('b')];
        await waitFor(() => all.every((key) => states.get(key)?.status === 'revoked'), waits);
        await waitFor(() => new Set(events.map(({ id }) => id)).size === 80, waits);
        for (const key of all) {
          const revisions = events.filter(({ subject }) => subject === key).map(({ revision }) => revision);
          // Whatever came twice, revision 1 never came before revision 0 had.
          expect(revisions[0]).toBe(0);
          expect(new Set(revisions)).toEqual(new Set([0, 1]));
        }
        await waitFor(async () => (await notReady(second)).length === 0, waits);
      },
      testMsMax,
    );
  });
});
