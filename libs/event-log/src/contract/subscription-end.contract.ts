import { describe, expect, it } from '@jest/globals';
import { type EventBatch, originPosition } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import { Follower, appended, followUntil, idsOf, newEvents } from './scenario.js';

export function describeSubscriptionEnd(underTest: UnderTest): void {
  describe('a subscription ends', () => {
    it('when it is aborted while it waits', async () => {
      const { log } = underTest();
      const follower = new Follower(log);
      await follower.until(({ batches }) => batches.length > 0);
      await expect(follower.stop()).resolves.toBeUndefined();
    });

    it('before it begins, where the signal is aborted already', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(1));
      const batches: EventBatch[] = [];
      for await (const batch of log.subscribe(originPosition, { signal: AbortSignal.abort() })) {
        batches.push(batch);
      }
      expect(batches).toEqual([]);
    });

    it('when it is aborted in the middle of a batch, after that batch; the next delivers it again', async () => {
      const { log } = underTest();
      const events = newEvents(9);
      await appended(log, 'a', events);
      const stopping = new AbortController();
      const handled: string[] = [];
      let checkpoint = originPosition;
      for await (const batch of log.subscribe(originPosition, {
        signal: stopping.signal,
        batchEventsMax: 3,
      })) {
        if (handled.length === 3) {
          stopping.abort(); // shut down in the middle of the second batch: not handled, no checkpoint
          continue;
        }
        handled.push(...idsOf(batch.events));
        checkpoint = batch.position;
      }
      const rest = await followUntil(log, checkpoint, { count: 6 });
      expect([...handled, ...idsOf(rest)]).toEqual(idsOf(events));
    });

    it('when the log is closed', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(3));
      const followers = [new Follower(log), new Follower(log)];
      await Promise.all(followers.map((follower) => follower.until(({ events }) => events.length === 3)));
      await log.close();
      await expect(Promise.all(followers.map((follower) => follower.untilEnded()))).resolves.toBeDefined();
    });

    it('when the log is closed while a batch is being handled', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(2));
      const batches: EventBatch[] = [];
      for await (const batch of log.subscribe(originPosition, {
        signal: new AbortController().signal,
        batchEventsMax: 1,
      })) {
        batches.push(batch);
        await log.close();
      }
      expect(batches).toHaveLength(1);
    });

    it('when its consumer throws, which reaches the consumer’s caller', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(1));
      const consume = async () => {
        for await (const batch of log.subscribe(0n, { signal: new AbortController().signal })) {
          throw new Error(`Cannot handle ${batch.events.length}.`);
        }
      };
      await expect(consume()).rejects.toThrow('Cannot handle 1.');
    });
  });
}
