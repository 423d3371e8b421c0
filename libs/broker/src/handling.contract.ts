import { describe, expect, it } from '@jest/globals';
import type { ReceivedMessage } from './broker.js';
import {
  type BrokerTraits,
  Collector,
  Gate,
  message,
  messages,
  partitions,
  type Scene,
  topic,
  waitUntil,
} from './contract-fixtures.js';
import { deadLetterHeaders, deadLetterTopic } from './dead-letter.js';
import { attemptsMax } from './delivery.js';

export function describeHandling(scene: Scene): void {
  describe('handling', () => {
    it('finishes the batch in hand before stop resolves, and delivers it no more', async () => {
      const started = new Gate();
      const finish = new Gate();
      let finished = false;
      const slow = await scene.collect('g', {
        handler: async () => {
          started.open();
          await finish.opened;
          finished = true;
        },
      });
      await scene.broker.publish(topic, [message('a', 'k')]);
      await started.opened;
      const stopped = slow.consumer?.stop();
      finish.open();
      await stopped;
      expect(finished).toBe(true);
      await scene.broker.publish(topic, [message('b', 'k')]);
      const next = await scene.collect('g');
      await waitUntil(() => next.values.includes('b'));
      expect(next.values).toEqual(['b']);
    });

    it('delivers again to another consumer what a killed one had in hand', async () => {
      const started = new Gate();
      const finish = new Gate();
      const doomed = await scene.connect();
      await scene.collectFrom(doomed, 'g', {
        handler: async () => {
          started.open();
          await finish.opened;
        },
      });
      await scene.broker.publish(topic, messages(8, 8));
      await started.opened;
      await scene.kill(doomed);
      const survivor = await scene.collect('g');
      await waitUntil(() => new Set(survivor.values).size === 8);
      finish.open();
    });

    it('delivers a rejected batch again, in order, before anything after it', async () => {
      let rejections = 0;
      const collector = new Collector();
      await scene.broker.consume({
        topic,
        group: 'g',
        handler: async (batch, context) => {
          if (rejections++ < 2) throw new Error('not now');
          await collector.handler(batch, context);
        },
      });
      await scene.broker.publish(topic, messages(3, 1));
      await waitUntil(() => collector.values.length === 3);
      expect(collector.values).toEqual(['0', '1', '2']);
    });

    it('starts from the offset that the consumer keeps itself', async () => {
      await scene.broker.publish(topic, messages(10, 1));
      const asked: string[] = [];
      const own = await scene.collect('g', {
        offsets: {
          load: async (of, partition) => {
            asked.push(`${of}/${partition}`);
            return 6n;
          },
        },
      });
      await waitUntil(() => own.values.length === 4);
      expect(own.values).toEqual(['6', '7', '8', '9']);
      expect(asked).toContain(`${topic}/0`);
    });

    it('passes over nothing where that offset was counted on another broker', async () => {
      await scene.broker.publish(topic, messages(10, 1));
      let asked = 0;
      let forgotten = false;
      const load = async () => {
        asked++;
        return forgotten ? undefined : 1_000n;
      };
      const own = await scene.collect('g', { offsets: { load } });
      await waitUntil(() => asked > partitions); // again
      expect(own.values).toEqual([]);
      forgotten = true;
      await waitUntil(() => own.values.length === 10);
    });

    it('leaves it to its own record where the consumer has no offset', async () => {
      await scene.broker.publish(topic, messages(3, 1));
      const own = await scene.collect('g', { offsets: { load: async () => undefined } });
      await waitUntil(() => own.values.length === 3);
    });
  });
}

export function describeDeadLetters(scene: Scene, { knowsRepeats }: BrokerTraits): void {
  describe('dead letters', () => {
    async function deadLetters(count: number): Promise<readonly ReceivedMessage[]> {
      const collector = await scene.collect('reader', { topic: deadLetterTopic(topic) });
      await waitUntil(() => collector.received.length >= count);
      return collector.received;
    }

    it('keeps what the handler sets aside, with the reason, and the partition moves on', async () => {
      const collector = new Collector();
      await scene.broker.consume({
        topic,
        group: 'g',
        handler: async (batch, context) => {
          const bad = batch.messages.filter(({ value }) => value === '1');
          await context.deadLetter(bad.map((each) => ({ message: each, reason: 'is one' })));
          if (knowsRepeats) await context.deadLetter(bad.map((each) => ({ message: each, reason: 'again' })));
          await collector.handler(batch, context);
        },
      });
      await scene.broker.publish(topic, messages(3, 1));
      await waitUntil(() => collector.values.includes('2'));
      const [letter, ...more] = await deadLetters(1);
      expect(letter).toMatchObject({ key: 'key-0', value: '1' });
      expect(letter?.headers).toMatchObject({
        n: '1',
        [deadLetterHeaders.reason]: 'is one',
        [deadLetterHeaders.topic]: topic,
        [deadLetterHeaders.offset]: '1',
        [deadLetterHeaders.group]: 'g',
      });
      expect(more).toEqual([]);
    });

    it('gives up on the one message whose handling keeps failing, and handles all others', async () => {
      const collector = new Collector();
      const givenUp: string[] = [];
      await scene.broker.consume({
        topic,
        group: 'g',
        handler: async (batch, context) => {
          if (batch.messages.some(({ value }) => value === '3')) throw new TypeError('three is too many');
          await collector.handler(batch, context);
        },
        onGivenUp: ({ message: { value } }) => givenUp.push(value ?? ''),
      });
      await scene.broker.publish(topic, messages(6, 1));
      await waitUntil(() => collector.values.length === 5);
      expect(collector.values).toEqual(['0', '1', '2', '4', '5']);
      const letters = await deadLetters(1);
      expect(letters.map(({ value }) => value)).toEqual(['3']);
      expect(letters[0]?.headers[deadLetterHeaders.reason]).toContain('TypeError: three is too many');
      expect(givenUp).toEqual(['3']);
    });

    it('keeps the beginning of what is too large for a letter, and says how large it was', async () => {
      const headers = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`h${n}`, 'ü'.repeat(2_000)]));
      const large = { ...message('large', 'k'.repeat(5_000)), headers, value: 'é'.repeat(490_000) };
      await scene.broker.consume({
        topic,
        group: 'g',
        handler: async ({ messages: all }, context) =>
          context.deadLetter(all.map((each) => ({ message: each, reason: 'is large' }))),
      });
      await scene.broker.publish(topic, [large]);
      const [letter] = await deadLetters(1);
      expect(letter?.headers[deadLetterHeaders.valueBytes]).toBe('980000');
      expect(letter?.headers[deadLetterHeaders.reason]).toBe('is large');
      expect(letter?.value).toBe('é'.repeat(450_000));
      expect(letter?.headers.h0).toBe('ü'.repeat(500));
      expect(letter?.key).toBe('k'.repeat(1_000));
    });

    it('gives up on nothing because of an outage, however long', async () => {
      let outages = 0;
      const collector = new Collector();
      await scene.broker.consume({
        topic,
        group: 'g',
        isOutage: (error) => error instanceof RangeError,
        handler: async (batch, context) => {
          if (outages <= attemptsMax) {
            outages++;
            throw new RangeError('away');
          }
          await collector.handler(batch, context);
        },
      });
      await scene.broker.publish(topic, messages(3, 1));
      await waitUntil(() => collector.values.length === 3);
      await scene.broker.publish(deadLetterTopic(topic), [message('probe', 'k')]);
      expect((await deadLetters(1)).map(({ value }) => value)).toEqual(['probe']);
    });
  });
}
