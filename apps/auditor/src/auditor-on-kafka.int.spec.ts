import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Broker, BrokerUnavailable, deadLetterTopic } from '@keyledger/broker';
import { createClient } from '@keyledger/broker/adapters/kafka/kafka-client';
import { describeOnKafka } from '@keyledger/broker/adapters/kafka/spec-on-kafka';
import { type RunningApp, startApp } from '@keyledger/composition';
import { type RequestEvent, requestsTopic, toRequestMessage } from '@keyledger/contracts';
import { loadConfig } from '@keyledger/platform';
import { KeyUsageQuery } from '@keyledger/read-models';
import { createTestDatabase, OwnKafka, type TestDatabase, waitFor } from '@keyledger/testing';
import { foldUsage } from '@keyledger/usage';
import { pino } from 'pino';
import { AppModule } from './app.module.js';
import { auditorMicroservice } from './auditor-microservice.js';
import { badInput } from './spec-bad-input.js';
import { givenKeys, keyIds, seriesStartMs, whole } from './spec-keys.js';

const logger = pino({ level: 'silent' });
const chunkMessages = 50;
const waitMsMax = 60_000;
const testMsMax = 180_000;
/** An attempt takes about a second while the broker is away. */
const attemptsMax = 100;

function series(producer: string, count: number): readonly RequestEvent[] {
  return Array.from({ length: count }, (_, sequence) => ({
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
  }));
}

/** As the verifiers do it: the same chunk again, until it is acknowledged. */
async function publishStubbornly(broker: Broker, chunk: readonly RequestEvent[]): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    try {
      await broker.publish(requestsTopic.name, chunk.map(toRequestMessage));
      return;
    } catch (error) {
      expect(error).toBeInstanceOf(BrokerUnavailable);
    }
  }
  throw new Error(`not acknowledged in ${attemptsMax} attempts`);
}

describeOnKafka('the auditor on Kafka', () => {
  describe('the auditor on Kafka', () => {
    let kafka: OwnKafka;
    let database: TestDatabase;
    const running: RunningApp[] = [];

    beforeEach(async () => {
      [kafka, database] = await Promise.all([OwnKafka.start(), createTestDatabase()]);
    }, testMsMax);

    afterEach(async () => {
      await Promise.all(running.splice(0).map(async (app) => app.stop()));
      await database.drop();
      await kafka.stop();
    }, testMsMax);

    async function start(name: string): Promise<RunningApp> {
      const app = await startApp(
        {
          name,
          rootModule: (infrastructure) => AppModule.on(infrastructure),
          microservices: (infrastructure) => [auditorMicroservice(infrastructure)],
        },
        loadConfig({
          DATABASE_URL: database.url,
          BROKER_URL: `kafka://${kafka.address}?prefix=audited.`,
          HOST: '127.0.0.1',
          PORT: '0',
        }),
        { logger },
      );
      running.push(app);
      await givenKeys(app.infrastructure.eventLog, keyIds);
      return app;
    }

    it(
      'counts each request exactly once while the broker is killed and auditors come and go',
      async () => {
        const first = await start('auditor-a');
        const { broker, pool, dataSource } = first.infrastructure;
        const events = [...series('p', 2_000), ...series('q', 2_000)];
        let sent = 0;
        const publishing = (async () => {
          for (; sent < events.length; sent += chunkMessages)
            await publishStubbornly(broker, events.slice(sent, sent + chunkMessages));
        })();
        const second = await start('auditor-b');
        await waitFor(() => sent >= events.length / 4, { timeoutMs: waitMsMax });
        await kafka.kill();
        await kafka.restart();
        running.splice(running.indexOf(second), 1);
        await second.stop();
        await publishing;

        await waitFor(
          async () => {
            const { rows } = await pool.query<{ total: string | null }>(
              `SELECT sum(requests) AS total FROM usage.operation_hour WHERE key_id NOT LIKE '*%'`,
            );
            return Number(rows[0]?.total ?? 0) >= events.length;
          },
          { timeoutMs: waitMsMax },
        );
        const query = new KeyUsageQuery(dataSource);
        for (const keyId of new Set(events.map((event) => event.keyId))) {
          const counted = await query.counts('operation', { keyId, ...whole });
          const expected = foldUsage(events.filter((event) => event.keyId === keyId)).operations.hour.filter(
            (each) => each.keyId !== null,
          );
          const line = (start: string, code: string, name: string | null, count: number) =>
            `${start} ${code} ${name ?? 'none'}: ${count}`;
          expect(counted.map((each) => line(each.start, each.code, each.name, each.count)).sort()).toEqual(
            expected.map((each) => line(each.start, each.code, each.name, each.requests)).sort(),
          );
        }
      },
      testMsMax,
    );

    it(
      'sets aside whatever a foreign producer writes, with the reason, and the partition moves on',
      async () => {
        const client = createClient({ brokers: [kafka.address] });
        const [admin, producer] = [client.admin(), client.producer()];
        await Promise.all([admin.connect(), producer.connect()]);
        const topic = `audited.${requestsTopic.name}`;
        const configEntries = [{ name: 'max.message.bytes', value: '20000000' }];
        await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
        const [good] = series('p', 3).slice(1);
        if (good === undefined) throw new Error('one was made');
        const sample = toRequestMessage(good);
        for (const [, change] of badInput) {
          const { key, headers, value } = { ...sample, ...change(sample) };
          await producer.send({ topic, messages: [{ key, headers: { ...headers }, value }] });
        }
        const { key, headers, value } = sample;
        await producer.send({ topic, messages: [{ key, headers: { ...headers }, value }] });
        await Promise.all([admin.disconnect(), producer.disconnect()]);

        const { broker, pool } = (await start('auditor')).infrastructure;
        const letters: string[] = [];
        await broker.consume({
          topic: deadLetterTopic(requestsTopic.name),
          group: 'people',
          handler: async ({ messages }) => {
            for (const letter of messages) letters.push(JSON.stringify(letter.headers));
          },
        });
        await waitFor(() => letters.length >= badInput.length, { timeoutMs: waitMsMax });
        for (const [what, , said] of badInput)
          expect([what, letters.some((letter) => said.test(letter))]).toEqual([what, true]);
        expect(letters).toHaveLength(badInput.length);
        await waitFor(
          async () => {
            const { rows } = await pool.query<{ total: string | null }>(
              `SELECT sum(requests) AS total FROM usage.operation_hour WHERE key_id NOT LIKE '*%'`,
            );
            return Number(rows[0]?.total ?? 0) === 1;
          },
          { timeoutMs: waitMsMax },
        );
      },
      testMsMax,
    );
  });
});
