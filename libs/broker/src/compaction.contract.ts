import { describe, expect, it } from '@jest/globals';
import type { CompactedTopic, OutgoingMessage } from './broker.js';
import { type Collector, message, type Scene, waitUntil } from './contract-fixtures.js';

const states: CompactedTopic = { name: 'states.v1', partitions: 2, cleanup: 'compact' };

function tombstone(id: string, key: string): OutgoingMessage {
  return { id, key, headers: {}, value: null };
}

/** Of one key, in the order of delivery. */
function valuesOf({ received }: Collector, key: string): readonly (string | null)[] {
  return received.filter((each) => each.key === key).map(({ value }) => value);
}

export function describeCompaction(scene: Scene): void {
  describe('a compacted topic', () => {
    async function publish(...messages: readonly OutgoingMessage[]): Promise<void> {
      await scene.broker.ensureTopics([states]);
      await scene.broker.publish(states.name, messages);
    }

    it('still has the newest message of every key, in order, for whoever reads it from the start', async () => {
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (let round = 0; round < 4; round++) {
        await publish(...keys.map((key) => message(`${key}${round}`, key)));
      }
      const isCompacted = await scene.compact();
      const all = await scene.collect('g', { topic: states.name });
      await waitUntil(() => keys.every((key) => all.values.includes(`${key}3`)));
      for (const key of keys) {
        const written = isCompacted ? [`${key}3`] : [0, 1, 2, 3].map((round) => `${key}${round}`);
        expect(valuesOf(all, key)).toEqual(expect.arrayContaining([`${key}3`]));
        expect(written).toEqual(expect.arrayContaining([...valuesOf(all, key)]));
        expect(valuesOf(all, key).at(-1)).toBe(`${key}3`);
      }
    });

    it('brings a tombstone as a message without a value, and what is written of the key after it', async () => {
      await publish(message('a0', 'a'), message('b0', 'b'), tombstone('gone', 'a'));
      const isCompacted = await scene.compact();
      const all = await scene.collect('g', { topic: states.name });
      await waitUntil(() => valuesOf(all, 'a').includes(null) && all.values.includes('b0'));
      expect(valuesOf(all, 'a')).toEqual(isCompacted ? [null] : expect.arrayContaining([null]));
      expect(valuesOf(all, 'a').at(-1)).toBeNull();
      await publish(message('a1', 'a'));
      await waitUntil(() => valuesOf(all, 'a').at(-1) === 'a1');
    });

    it('goes on to a reader that stands among what has been taken away', async () => {
      await publish(message('a0', 'a'), message('a1', 'a'));
      const reader = await scene.collect('g', { topic: states.name });
      await waitUntil(() => reader.values.includes('a1'));
      await reader.consumer?.stop();
      for (let round = 2; round < 9; round++) await publish(message(`a${round}`, 'a'));
      await scene.compact();
      await publish(message('last', 'a'));
      const next = await scene.collect('g', { topic: states.name });
      await waitUntil(() => next.values.includes('last'));
      expect(next.values).not.toContain('a1');
      expect(next.values.slice(-2)).toEqual(['a8', 'last']);
    });
  });
}
