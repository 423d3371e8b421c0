import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool } from '@keyledger/platform';
import { createTestDatabase, OwnKafka, type TestDatabase, waitFor } from '@keyledger/testing';
import type pg from 'pg';
import type { Broker, Consumption, MessageBatch, OffsetStore, OutgoingMessage } from '../../broker.js';
import { BrokerUnavailable } from '../../broker.js';
import { message, topic } from '../../contract-fixtures.js';
import { describeOnKafka } from './spec-on-kafka.js';
import { KafkaHarness } from './spec-harness.js';

const createTables = `
  CREATE TABLE handled (partition int, "offset" bigint, key text, value int, PRIMARY KEY (partition, "offset"));
  CREATE TABLE reached (partition int PRIMARY KEY, next_offset bigint NOT NULL);
`;
const waitMsMax = 60_000;
const testMsMax = 180_000;
/** An attempt takes about a second while the broker is away. */
const failuresMax = 100;

/** Rows and offsets in one transaction, as the auditor has it: what lies below the offset is left out. */
class Rows implements OffsetStore {
  constructor(readonly pool: pg.Pool) {}

  async load(_topic: string, partition: number): Promise<bigint | undefined> {
    const { rows } = await this.pool.query<{ next_offset: string }>(
      'SELECT next_offset FROM reached WHERE partition = $1',
      [partition],
    );
    return rows[0] && BigInt(rows[0].next_offset);
  }

  readonly write = async ({ partition, messages }: MessageBatch): Promise<void> => {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('INSERT INTO reached VALUES ($1, 0) ON CONFLICT DO NOTHING', [partition]);
      const { rows } = await client.query<{ next_offset: string }>(
        'SELECT next_offset FROM reached WHERE partition = $1 FOR UPDATE',
        [partition],
      );
      const next = BigInt(rows[0]?.next_offset ?? 0);
      for (const { offset, key, value } of messages.filter((each) => each.offset >= next)) {
        await client.query('INSERT INTO handled VALUES ($1, $2, $3, $4)', [partition, offset, key, value]);
        await client.query('UPDATE reached SET next_offset = $2 WHERE partition = $1', [
          partition,
          offset + 1n,
        ]);
      }
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
}

/** Until it is acknowledged; answers how often it was not. */
async function publishStubbornly(broker: Broker, messages: readonly OutgoingMessage[]): Promise<number> {
  for (let failures = 0; failures < failuresMax; failures++) {
    try {
      await broker.publish(topic, messages);
      return failures;
    } catch (error) {
      expect(error).toBeInstanceOf(BrokerUnavailable);
    }
  }
  throw new Error(`not acknowledged in ${failuresMax} attempts`);
}

describeOnKafka('KafkaBroker through outages', () => {
  describe('KafkaBroker through outages', () => {
    let kafka: OwnKafka;
    let harness: KafkaHarness;
    let database: TestDatabase;
    let rows: Rows;

    beforeEach(async () => {
      kafka = await OwnKafka.start();
      harness = new KafkaHarness([kafka.address]);
      database = await createTestDatabase();
      const pool = createPool(database.url, { applicationName: 'outage' });
      await pool.query(createTables);
      rows = new Rows(pool);
    }, testMsMax);

    afterEach(async () => {
      await harness.close();
      await rows.pool.end();
      await database.drop();
      await kafka.stop();
    }, testMsMax);

    function consumption(): Consumption {
      return { topic, group: 'g', offsets: rows, handler: rows.write, batchMessagesMax: 50 };
    }

    async function handled(): Promise<readonly { key: string; value: number }[]> {
      const { rows: all } = await rows.pool.query<{ key: string; value: number }>(
        'SELECT key, value FROM handled ORDER BY partition, "offset"',
      );
      return all;
    }

    it(
      'loses nothing and doubles nothing when the broker is killed in the middle of traffic',
      async () => {
        const publisher = await harness.connect();
        await publisher.ensureTopics([
          { name: topic, partitions: 4, cleanup: 'delete', retentionMs: 3_600_000 },
        ]);
        for (const member of [await harness.connect(), await harness.connect()])
          await member.consume(consumption());

        const batches = 120;
        const perBatch = 20;
        const keys = 10;
        let sent = 0;
        let repeated = 0;
        const publishing = (async () => {
          for (; sent < batches; sent++) {
            const batch = Array.from({ length: perBatch }, (_, n) =>
              message(String(sent * perBatch + n), `key-${n % keys}`),
            );
            repeated += (await publishStubbornly(publisher, batch)) * perBatch;
          }
        })();
        for (const part of [0.25, 0.6]) {
          await waitFor(() => sent >= batches * part, { timeoutMs: waitMsMax });
          await kafka.kill();
          await kafka.restart();
        }
        await publishing;

        const total = batches * perBatch;
        const values = async () => new Set((await handled()).map(({ value }) => value));
        await waitFor(async () => (await values()).size === total, { timeoutMs: waitMsMax });
        const all = await handled();
        // What a publication may leave twice is what had to be sent again because nobody knew.
        expect(all.length - total).toBeLessThanOrEqual(repeated);
        const firsts = new Map<string, number[]>();
        for (const { key, value } of all) {
          const seen = firsts.get(key) ?? [];
          if (!seen.includes(value)) seen.push(value);
          firsts.set(key, seen);
        }
        for (const seen of firsts.values()) expect(seen).toEqual([...seen].sort((a, b) => a - b));
      },
      testMsMax,
    );

    it(
      'says within a bounded time that the broker is away, and goes on when it is back',
      async () => {
        const broker = await harness.connect();
        await broker.ensureTopics([
          { name: topic, partitions: 1, cleanup: 'delete', retentionMs: 3_600_000 },
        ]);
        await broker.consume(consumption());
        await broker.publish(topic, [message('1', 'k')]);
        await waitFor(async () => (await handled()).length === 1);
        await kafka.kill();
        await expect(broker.publish(topic, [message('2', 'k')])).rejects.toThrow(BrokerUnavailable);
        const other = await harness.connect();
        await expect(
          other.ensureTopics([{ name: topic, partitions: 1, cleanup: 'delete', retentionMs: 1 }]),
        ).rejects.toThrow(BrokerUnavailable);
        await expect(other.consume(consumption())).rejects.toThrow(BrokerUnavailable);
        await kafka.restart();
        await publishStubbornly(broker, [message('3', 'k')]);
        await waitFor(async () => (await handled()).some(({ value }) => value === 3), {
          timeoutMs: waitMsMax,
        });
      },
      testMsMax,
    );
  });
});
