import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Broker,
  BrokerUnavailable,
  type MessageBatch,
  MessageTooLarge,
  messageValueBytesMax,
  UnknownTopic,
} from './broker.js';
import {
  type BrokerHarness,
  type BrokerTraits,
  message,
  messages,
  Scene,
  topic,
  waitUntil,
} from './contract-fixtures.js';
import { describeCompaction } from './compaction.contract.js';
import { describeDeadLetters, describeHandling } from './handling.contract.js';

/** The law of the port: every adapter runs it. */
export function describeBroker(
  name: string,
  open: () => Promise<BrokerHarness>,
  traits: BrokerTraits = { knowsRepeats: true },
): void {
  describe(`${name}, as a broker`, () => {
    const scene = new Scene();
    let broker: Broker;

    beforeEach(async () => {
      broker = await scene.begin(await open());
    });

    afterEach(async () => {
      await scene.end();
    });

    describe('publishing', () => {
      it('creates topics once and leaves existing ones alone', async () => {
        await broker.ensureTopics([{ name: topic, partitions: 1, cleanup: 'delete', retentionMs: 1 }]);
        await broker.publish(topic, messages(40, 40));
        const all = await scene.collect('g');
        await waitUntil(() => all.values.length === 40);
        expect(new Set(all.batches.map((batch) => batch.partition)).size).toBeGreaterThan(1);
      });

      it('refuses a topic that does not exist', async () => {
        await expect(broker.publish('missing', [message('a', 'k')])).rejects.toThrow(UnknownTopic);
        await expect(scene.collect('g', { topic: 'missing' })).rejects.toThrow(UnknownTopic);
      });

      it('refuses a message that is too large and writes nothing of its publication', async () => {
        const large = { ...message('large', 'k'), value: 'é'.repeat(messageValueBytesMax / 2 + 1) };
        await expect(broker.publish(topic, [message('small', 'k'), large])).rejects.toThrow(MessageTooLarge);
        await broker.publish(topic, [message('after', 'k')]);
        const all = await scene.collect('g');
        await waitUntil(() => all.values.length > 0);
        expect(all.values).toEqual(['after']);
      });

      it('is durable once it has resolved: another process that connects later reads it', async () => {
        await broker.publish(topic, messages(5, 1));
        await broker.close();
        const all = await scene.collectFrom(await scene.connect(), 'g');
        await waitUntil(() => all.values.length === 5);
      });

      const itWhereRepeatsAreKnown = traits.knowsRepeats ? it : it.skip;
      itWhereRepeatsAreKnown('takes the same id once, in one publication and in repeated ones', async () => {
        const once = message('once', 'k');
        await broker.publish(topic, [once, once]);
        await broker.publish(topic, [once, message('next', 'k')]);
        const all = await scene.collect('g');
        await waitUntil(() => all.values.includes('next'));
        expect(all.values).toEqual(['once', 'next']);
      });

      it('delivers key, id, headers and value unchanged', async () => {
        const sent = {
          id: 'id-1',
          key: 'ключ',
          headers: { a: 'ä"\\', b: '' },
          value: '{"x":"\\u0000 \u{1f511}\'"}',
        };
        await broker.publish(topic, [sent]);
        const all = await scene.collect('g');
        await waitUntil(() => all.received.length === 1);
        expect(all.received[0]).toMatchObject(sent);
      });

      it('rejects after close', async () => {
        await broker.close();
        await expect(broker.publish(topic, [message('a', 'k')])).rejects.toThrow(BrokerUnavailable);
      });
    });

    describe('order', () => {
      it('keeps the order of each key under concurrent publishers, and offsets rise', async () => {
        const other = await scene.connect();
        const all = await scene.collect('g', { batchMessagesMax: 7 });
        const publisher = async (by: Broker, key: string) => {
          for (let n = 0; n < 20; n++) await by.publish(topic, [message(`${key}:${n}`, key)]);
        };
        const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
        await Promise.all(keys.map((key, i) => publisher(i % 2 === 0 ? broker : other, key)));
        await waitUntil(() => all.values.length === 120);
        for (const key of keys) {
          const ofKey = all.values.filter((value) => value.startsWith(`${key}:`));
          expect(ofKey).toEqual(Array.from({ length: 20 }, (_, n) => `${key}:${n}`));
        }
        expectRisingOffsets(all.batches);
      });

      it('says with each batch how much more there is', async () => {
        await broker.publish(topic, messages(5, 1));
        const all = await scene.collect('g', { batchMessagesMax: 2 });
        await waitUntil(() => all.values.length === 5);
        const last = all.batches.at(-1);
        expect(last?.endOffset).toBe((last?.messages.at(-1)?.offset ?? -1n) + 1n);
        expect(all.batches.every((batch) => batch.messages.length <= 2)).toBe(true);
      });
    });

    describe('groups', () => {
      it('gives every group every message', async () => {
        const [one, two] = [await scene.collect('one'), await scene.collect('two')];
        await broker.publish(topic, messages(30, 10));
        await waitUntil(() => one.values.length === 30 && two.values.length === 30);
      });

      it('shares the partitions among the consumers of one group and handles each message once', async () => {
        const one = await scene.collect('g');
        const two = await scene.collectFrom(await scene.connect(), 'g');
        // Shares settle while messages flow: publish until both have had some.
        let sent = 0;
        await waitUntil(async () => {
          await broker.publish(topic, messages(20, 20, sent));
          sent += 20;
          return one.values.length > 0 && two.values.length > 0;
        });
        await waitUntil(() => one.values.length + two.values.length === sent);
        expect(new Set([...one.values, ...two.values]).size).toBe(sent);
      });

      it('continues where the group stopped', async () => {
        const first = await scene.collect('g');
        await broker.publish(topic, messages(10, 10));
        await waitUntil(() => first.values.length === 10);
        await first.consumer?.stop();
        await broker.publish(topic, messages(10, 10, 10));
        const second = await scene.collect('g');
        await waitUntil(() => second.values.length === 10);
        expect(second.values.every((value) => !first.values.includes(value))).toBe(true);
      });

      it('hands the partitions of a consumer that leaves to the others', async () => {
        const leaving = await scene.collect('g');
        const staying = await scene.collectFrom(await scene.connect(), 'g');
        await leaving.consumer?.stop();
        await broker.publish(topic, messages(40, 40));
        await waitUntil(() => staying.values.length === 40);
        expect(leaving.values).toEqual([]);
      });
    });

    describeHandling(scene);
    describeDeadLetters(scene, traits);
    describeCompaction(scene);

    it('closes while it consumes', async () => {
      const all = await scene.collect('g');
      await broker.publish(topic, messages(4, 4));
      await waitUntil(() => all.values.length === 4);
      await broker.close();
      await broker.close();
    });
  });
}

function expectRisingOffsets(batches: readonly MessageBatch[]): void {
  const last = new Map<number, bigint>();
  for (const { partition, messages: received } of batches) {
    for (const { offset } of received) {
      expect(offset).toBeGreaterThan(last.get(partition) ?? -1n);
      last.set(partition, offset);
    }
  }
}
