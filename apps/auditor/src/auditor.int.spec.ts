import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Broker,
  deadLetterHeaders,
  deadLetterTopic,
  type OutgoingMessage,
  type ReceivedMessage,
} from '@keyledger/broker';
import { type Infrastructure, type RunningApp, startApp } from '@keyledger/composition';
import { type RequestEvent, requestsTopic, toRequestMessage } from '@keyledger/contracts';
import { loadConfig } from '@keyledger/platform';
import { KeyUsageQuery, partitionedCounts } from '@keyledger/read-models';
import { createTestDatabase, type TestDatabase, waitFor } from '@keyledger/testing';
import { foldUsage } from '@keyledger/usage';
import { pino } from 'pino';
import { AppModule } from './app.module.js';
import { auditorMicroservice } from './auditor-microservice.js';
import { badInput } from './spec-bad-input.js';
import { givenKeys, keyIds, seriesStartMs, whole } from './spec-keys.js';

const logger = pino({ level: 'silent' });

let database: TestDatabase;
const running = new Set<RunningApp>();

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await Promise.all([...running].map(stop));
  await database.drop();
});

async function start(name: string): Promise<RunningApp> {
  const app = await startApp(
    {
      name,
      rootModule: (infrastructure) => AppModule.on(infrastructure),
      microservices: (infrastructure) => [auditorMicroservice(infrastructure)],
    },
    loadConfig({ DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0' }),
    { logger },
  );
  running.add(app);
  await givenKeys(app.infrastructure.eventLog, keyIds);
  return app;
}

async function stop(app: RunningApp): Promise<void> {
  running.delete(app);
  await app.stop();
}

function request(producer: string, sequence: number, change: Partial<RequestEvent> = {}): RequestEvent {
  return {
    keyId: `key_${sequence % 7}`,
    accountId: 'acme',
    operation: sequence % 3 === 0 ? null : `orders:Op${sequence % 5}`,
    code: sequence % 4 === 0 ? 'INSUFFICIENT_SCOPE' : 'VALID',
    clientAddress: `192.0.2.${sequence % 250}`,
    userAgent: null,
    verifier: null,
    time: new Date(seriesStartMs + sequence * 7_919).toISOString(),
    producer,
    sequence,
    ...change,
  };
}

function series(producer: string, count: number): readonly RequestEvent[] {
  return Array.from({ length: count }, (_, sequence) => request(producer, sequence));
}

async function countsOf({ dataSource }: Infrastructure, keyIds: readonly string[]) {
  const query = new KeyUsageQuery(dataSource);
  const counts = await Promise.all(
    keyIds.map(async (keyId) =>
      (await query.counts('operation', { keyId, ...whole })).map(
        ({ start, code, name, count }) => `${keyId} ${start} ${code} ${name ?? 'none'}: ${count}`,
      ),
    ),
  );
  return counts.flat().sort();
}

async function totalOf(infrastructure: Infrastructure): Promise<number> {
  const { rows } = await infrastructure.pool.query<{ total: string | null }>(
    `SELECT sum(requests) AS total FROM usage.operation_hour WHERE key_id NOT LIKE '*%'`,
  );
  return Number(rows[0]?.total ?? 0);
}

async function expectExactly(infrastructure: Infrastructure, events: readonly RequestEvent[]): Promise<void> {
  const expected = foldUsage(events);
  const keyIds = [...new Set(events.map(({ keyId }) => keyId))];
  expect(await countsOf(infrastructure, keyIds)).toEqual(
    expected.operations.hour
      .filter(({ keyId }) => keyId !== null)
      .map(
        ({ keyId, start, code, name, requests }) =>
          `${keyId} ${start} ${code} ${name ?? 'none'}: ${requests}`,
      )
      .sort(),
  );
  await expectEverywhere(infrastructure, events.length);
  const lastUsed = await new KeyUsageQuery(infrastructure.dataSource).lastUsed(keyIds);
  for (const keyId of keyIds) {
    const last = expected.lastUsed.get(keyId);
    expect(lastUsed.get(keyId)).toMatchObject({
      at: last?.time,
      operation: last?.operation,
      clientAddress: last?.clientAddress,
    });
  }
}

/** As many of keys, and of their accounts, by minute, hour and day, by operation and network; weeks are of one of the two. */
async function expectEverywhere({ pool }: Infrastructure, requests: number): Promise<void> {
  for (const { name } of partitionedCounts) {
    const { rows } = await pool.query<{ requests: number }>(
      `SELECT sum(${name === 'key_week' ? 'accepted + refused' : 'requests'})::int AS requests
       FROM usage.${name} GROUP BY key_id LIKE '*%'`,
    );
    const sums = name.endsWith('_week') ? [requests] : [requests, requests];
    expect([name, ...rows.map((row) => row.requests)]).toEqual([name, ...sums]);
  }
}

/** Of one key, once it has been used. */
async function lastUseOf({ dataSource }: Infrastructure, keyId: string): Promise<string> {
  const query = new KeyUsageQuery(dataSource);
  return waitFor(async () => (await query.lastUsed([keyId])).get(keyId)?.at);
}

/** In order, by chunks; now and then a chunk again under new message ids, which no broker can tell from new ones. */
async function publishWithRepeats(
  broker: Broker,
  events: readonly RequestEvent[],
  chunk: number,
): Promise<void> {
  for (let from = 0; from < events.length; from += chunk) {
    const messages = events.slice(from, from + chunk).map(toRequestMessage);
    await broker.publish(requestsTopic.name, messages);
    await broker.publish(requestsTopic.name, messages);
    if (from % (3 * chunk) === 0) {
      await broker.publish(
        requestsTopic.name,
        messages.map((each) => ({ ...each, id: `${each.id} again` })),
      );
    }
  }
}

describe('a request that claims to come from the future', () => {
  it('counts as of now, so that the next one is the last use', async () => {
    const { infrastructure } = await start('auditor');
    const startMs = Date.now();
    const ahead = request('stepped', 1, { keyId: 'key_1', code: 'VALID', time: '2999-01-01T00:00:00.000Z' });
    await infrastructure.broker.publish(requestsTopic.name, [toRequestMessage(ahead)]);
    const first = Date.parse(await lastUseOf(infrastructure, 'key_1'));
    expect(first).toBeGreaterThanOrEqual(startMs);
    expect(first).toBeLessThanOrEqual(Date.now());

    const time = new Date(first + 1).toISOString();
    const next = request('mended', 1, { keyId: 'key_1', code: 'VALID', time });
    await infrastructure.broker.publish(requestsTopic.name, [toRequestMessage(next)]);
    await waitFor(async () => (await lastUseOf(infrastructure, 'key_1')) === time, { what: 'the next use' });
  });
});

async function deadLetters(broker: Broker, count: number): Promise<readonly ReceivedMessage[]> {
  const letters: ReceivedMessage[] = [];
  const consumer = await broker.consume({
    topic: deadLetterTopic(requestsTopic.name),
    group: 'people',
    handler: async ({ messages }) => void letters.push(...messages),
  });
  await waitFor(() => letters.length >= count);
  await consumer.stop();
  return letters;
}

describe('the auditor', () => {
  it('counts exactly and knows the last use, whatever is sent twice, killed or rebalanced', async () => {
    const [first, second] = [await start('auditor-a'), await start('auditor-b')];
    const { broker, pool } = first.infrastructure;
    const events = [...series('p', 1_500), ...series('q', 1_500)];
    let publishing = true;
    const published = Promise.all([
      publishWithRepeats(broker, events.slice(0, 1_500), 25),
      publishWithRepeats(broker, events.slice(1_500), 40),
    ]).finally(() => (publishing = false));

    // One auditor after another loses every session of its broker and its rows in the middle of its work.
    const disturb = async () => {
      for (let round = 0; publishing || round < 6; round++) {
        const victim = round % 2 === 0 ? 'auditor-b' : 'auditor-c';
        await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name LIKE $1`,
          [`keyledger ${victim}%`],
        );
        const before = await totalOf(first.infrastructure);
        await waitFor(async () => (await totalOf(first.infrastructure)) > before || !publishing);
      }
    };
    await start('auditor-c');
    await Promise.all([published, disturb()]);
    await stop(second); // its partitions go to the others

    await waitFor(async () => (await totalOf(first.infrastructure)) >= events.length, { timeoutMs: 40_000 });
    await expectExactly(first.infrastructure, events);
  });

  it('sends what it cannot read to the dead-letter topic with the reason, and counts the rest', async () => {
    const { infrastructure } = await start('auditor');
    const { broker, metrics } = infrastructure;
    const good = series('p', 20);
    const readable = good.map(toRequestMessage);
    const [sample] = readable;
    const unreadable = [
      { ...sample, id: 'not-json', value: 'secret?' },
      { ...sample, id: 'no-headers', headers: {} },
      { ...sample, id: 'version', headers: { ...sample?.headers, ce_type: 'keyledger.request.v9' } },
    ] as OutgoingMessage[];
    await broker.publish(requestsTopic.name, [
      ...readable.slice(0, 10),
      ...unreadable,
      ...readable.slice(10),
    ]);

    const letters: string[] = [];
    await broker.consume({
      topic: deadLetterTopic(requestsTopic.name),
      group: 'people',
      handler: async ({ messages }) => {
        for (const { headers } of messages) letters.push(headers[deadLetterHeaders.reason] ?? '');
      },
    });
    await waitFor(() => letters.length === 3);
    expect(letters).toEqual([
      'the value is not JSON',
      expect.stringMatching(/^header ce_specversion: /),
      expect.stringMatching(/^header ce_type: /),
    ]);
    await waitFor(async () => (await totalOf(infrastructure)) === 20);
    await expectExactly(infrastructure, good);
    const shown = await metrics.metrics();
    expect(shown).toMatch(/^keyledger_auditor_poison_total\{.*kind="unreadable".*\} 3$/m);
    expect(shown).toMatch(/^keyledger_auditor_events_total\{.*outcome="counted".*\} 20$/m);
  });

  it.each(badInput)(
    'sets aside %s with the reason, and counts what comes after it',
    async (_, change, said) => {
      const { infrastructure } = await start('auditor');
      const { broker, pool } = infrastructure;
      const good = [request('p', 1), request('p', 8)]; // of one key, so of one partition
      const [before, after] = good.map(toRequestMessage);
      if (before === undefined || after === undefined) throw new Error('two were made');
      await broker.publish(requestsTopic.name, [before]);
      const bad = { ...before, ...change(before), id: 'bad' };
      // As another program that has the tables might write: the port takes no message of this size.
      await pool.query(
        `SELECT broker.publish($1, (SELECT array_agg(partition) FROM broker.message), $2, $3, $4, $5)`,
        [requestsTopic.name, [bad.id], [bad.key], [JSON.stringify(bad.headers)], [bad.value]],
      );
      await broker.publish(requestsTopic.name, [after]);
      const [letter] = await deadLetters(broker, 1);
      expect(JSON.stringify(letter?.headers)).toMatch(said);
      await waitFor(async () => (await totalOf(infrastructure)) === 2);
      await expectExactly(infrastructure, good);
    },
  );

  it('waits out a database that refuses writes, is not ready meanwhile, and loses nothing', async () => {
    const { infrastructure } = await start('auditor');
    const { pool, broker, health } = infrastructure;
    const readiness = async () => (await health.readiness()).find(({ name }) => name === 'auditor');
    await waitFor(async () => (await readiness())?.ready);
    await pool.query('ALTER TABLE usage.operation_hour RENAME TO hidden');
    const events = series('p', 50);
    await broker.publish(requestsTopic.name, events.slice(0, 1).map(toRequestMessage));
    await waitFor(async () => (await readiness())?.ready === false);
    await pool.query('ALTER TABLE usage.hidden RENAME TO operation_hour');
    await broker.publish(requestsTopic.name, events.map(toRequestMessage));
    await waitFor(async () => (await totalOf(infrastructure)) === 50);
    await waitFor(async () => (await readiness())?.ready);
    await expectExactly(infrastructure, events);
  });
});
