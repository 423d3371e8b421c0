import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StartupError } from '@keyledger/platform';
import kafkajs, { type Admin, type Message, type Producer } from 'kafkajs';
import { type Broker, MessageTooLarge, type OffsetStore, type TopicDefinition } from '../../broker.js';
import { Collector, message, messages, topic, waitUntil } from '../../contract-fixtures.js';
import { deadLetterHeaders, deadLetterTopic } from '../../dead-letter.js';
import { createClient } from './kafka-client.js';
import { describeOnKafka } from './spec-on-kafka.js';
import { KafkaHarness } from './spec-harness.js';

const definition: TopicDefinition = { name: topic, partitions: 1, cleanup: 'delete', retentionMs: 3_600_000 };
/** The members of `KafkaHarness` lose their session after six seconds of silence. */
const longerThanASessionMs = 8_000;

describeOnKafka('KafkaBroker on a cluster that others use', (addresses) => {
  describe('KafkaBroker on a cluster that others use', () => {
    let harness: KafkaHarness;
    let broker: Broker;
    let admin: Admin;
    let producer: Producer;
    let clusterTopic: string;

    beforeEach(async () => {
      harness = new KafkaHarness(addresses);
      clusterTopic = `${harness.namePrefix}${topic}`;
      broker = await harness.connect();
      const client = createClient({ brokers: addresses });
      admin = client.admin();
      producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
      await Promise.all([admin.connect(), producer.connect()]);
    });

    afterEach(async () => {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
      await harness.close();
    });

    async function collect(offsets?: OffsetStore) {
      const collector = new Collector();
      collector.consumer = await broker.consume({
        ...{ topic, group: 'g', handler: collector.handler },
        ...(offsets === undefined ? {} : { offsets }),
      });
      return collector;
    }

    it('hands on whatever anybody wrote, and the handler can set each of it aside', async () => {
      await broker.ensureTopics([definition]);
      const foreign: Message[] = [
        { value: null },
        { value: Buffer.from([0xff, 0xfe, 0]) },
        { key: Buffer.from([0xc3]), value: '{"unfinished', headers: { twice: ['a', 'b'], empty: '' } },
        { key: 'k', value: randomBytes(450_000).toString('hex') },
        { key: 'k', value: 'x'.repeat(900_000), headers: { ce_id: 'e'.repeat(10_000) } },
      ];
      for (const each of [...foreign, { key: 'k', value: '"good"' }])
        await producer.send({ topic: clusterTopic, messages: [each] });

      const good = new Collector();
      await broker.consume({
        topic,
        group: 'g',
        handler: async (batch, context) => {
          const [readable, poison] = [
            batch.messages.filter(isJson),
            batch.messages.filter((m) => !isJson(m)),
          ];
          await context.deadLetter(poison.map((each) => ({ message: each, reason: 'is no JSON' })));
          await good.handler({ ...batch, messages: readable }, context);
        },
      });
      const letters = new Collector();
      await broker.consume({ topic: deadLetterTopic(topic), group: 'people', handler: letters.handler });
      await waitUntil(() => good.values.length === 1 && letters.values.length === foreign.length);
      expect(good.values).toEqual(['"good"']);
      expect(letters.received.map(({ value }) => value?.length)).toEqual([
        undefined,
        3,
        12,
        900_000,
        900_000,
      ]);
      expect(letters.received.map(({ headers }) => headers[deadLetterHeaders.offset])).toEqual([
        ...['0', '1', '2', '3', '4'],
      ]);
      expect(letters.received[2]?.headers).toMatchObject({ twice: 'a', empty: '' });
    });

    it('lets processes that start at once create the same topics, and use them at once', async () => {
      const names = Array.from({ length: 4 }, (_, number) => `new-${number}`);
      const all = names.map((name) => ({ ...definition, name }));
      const processes = await Promise.all(names.map(() => harness.connect()));
      await Promise.all(
        processes.map(async (each) => {
          await each.ensureTopics(all);
          for (const name of names) await each.publish(name, [message('1', 'k')]);
        }),
      );
    });

    it('begins at its own offset again when the group has gone beyond it', async () => {
      await broker.ensureTopics([definition]);
      await broker.publish(topic, messages(10, 1));
      const first = await collect();
      await waitUntil(() => first.values.length === 10);
      await first.consumer?.stop();
      // As when the database was restored from a backup; nothing new is published that could wake the consumer.
      const restored = await collect({ load: async () => 4n });
      await waitUntil(() => restored.values.length === 6);
      expect(restored.values).toEqual(['4', '5', '6', '7', '8', '9']);
    });

    it('goes on with what is left when its own offset has been deleted', async () => {
      await broker.ensureTopics([definition]);
      await broker.publish(topic, messages(10, 1));
      await admin.fetchTopicOffsets(clusterTopic); // or the client does not know the topic
      await admin.deleteTopicRecords({ topic: clusterTopic, partitions: [{ partition: 0, offset: '7' }] });
      const late = await collect({ load: async () => 2n });
      await waitUntil(() => late.values.length === 3);
      expect(late.values).toEqual(['7', '8', '9']);
    });

    it('stays a member while a batch takes longer than its session', async () => {
      await broker.ensureTopics([definition]);
      await broker.publish(topic, messages(3, 1));
      const slow = new Collector();
      const consumer = await broker.consume({
        topic,
        group: 'g',
        handler: async (batch, context) => {
          await delay(longerThanASessionMs);
          await slow.handler(batch, context);
        },
      });
      await waitUntil(() => slow.values.length === 3);
      await consumer.stop();
      const next = await collect();
      await broker.publish(topic, [message('3', 'key-0')]);
      await waitUntil(() => next.values.includes('3'));
      expect(slow.values).toEqual(['0', '1', '2']);
      expect(next.values).toEqual(['3']);
    });

    it('sends in smaller parts what is too much for the topic, and names what is too large', async () => {
      const configEntries = [{ name: 'max.message.bytes', value: '20000' }];
      await admin.createTopics({ topics: [{ topic: clusterTopic, numPartitions: 1, configEntries }] });
      const noise = (bytes: number) => randomBytes(bytes / 2).toString('base64');
      const many = messages(40, 1).map((each) => ({ ...each, value: noise(4_000) }));
      await broker.publish(topic, many);
      const large = { ...message('large', 'k'), value: noise(60_000) };
      await expect(broker.publish(topic, [large])).rejects.toThrow(MessageTooLarge);
      await broker.publish(topic, [message('after', 'k')]);
      const all = await collect();
      await waitUntil(() => all.values.includes('after'));
      expect(new Set(all.values)).toEqual(new Set([...many.map(({ value }) => value), 'after']));
    });

    it('creates topics as stated, leaves others alone and warns of too few partitions', async () => {
      const warnings: string[] = [];
      const other = await harness.connect({ onWarning: (warning) => warnings.push(warning) });
      await broker.ensureTopics([{ name: topic, partitions: 3, cleanup: 'delete', retentionMs: 86_400_000 }]);
      await other.ensureTopics([{ name: topic, partitions: 6, cleanup: 'delete', retentionMs: 1 }]);
      expect(warnings).toEqual([expect.stringContaining(`${clusterTopic} has 3 partitions, fewer than 6`)]);
      const { topics } = await admin.fetchTopicMetadata({ topics: [clusterTopic] });
      expect(topics[0]?.partitions).toHaveLength(3);
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          { type: kafkajs.ConfigResourceTypes.TOPIC, name: clusterTopic, configNames: ['retention.ms'] },
        ],
      });
      expect(resources[0]?.configEntries[0]?.configValue).toBe('86400000');
    });

    it('creates a compacted topic as one', async () => {
      await broker.ensureTopics([{ name: topic, partitions: 1, cleanup: 'compact' }]);
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          {
            type: kafkajs.ConfigResourceTypes.TOPIC,
            name: clusterTopic,
            configNames: ['cleanup.policy', 'delete.retention.ms'],
          },
        ],
      });
      const settings = resources[0]?.configEntries.map(({ configName, configValue }) => [
        configName,
        configValue,
      ]);
      expect(settings).toEqual(
        expect.arrayContaining([
          ['cleanup.policy', 'compact'],
          ['delete.retention.ms', '604800000'],
        ]),
      );
    });

    it('says in one line which topic the cluster refuses', async () => {
      const refused = broker.ensureTopics([
        { name: topic, partitions: 2, cleanup: 'delete', retentionMs: -5 },
      ]);
      await expect(refused).rejects.toThrow(StartupError);
      await expect(refused).rejects.toThrow(
        `refuses to create the topic ${clusterTopic} (INVALID_CONFIG). Create it with 2 partitions`,
      );
    });
  });
});

function isJson({ value }: { readonly value: string | null }): boolean {
  if (value === null) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
