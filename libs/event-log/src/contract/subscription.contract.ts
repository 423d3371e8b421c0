import { describe, expect, it } from '@jest/globals';
import { CheckpointAheadOfLog, originPosition } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import {
  Follower,
  appended,
  everything,
  followUntil,
  followUntilCaughtUp,
  idsOf,
  newEvent,
  newEvents,
} from './scenario.js';

export function describeSubscription(underTest: UnderTest): void {
  describe('a subscription', () => {
    it('catches up, then follows', async () => {
      const { log } = underTest();
      const old = newEvents(5);
      await appended(log, 'a', old);
      const follower = new Follower(log);
      await follower.until(({ events }) => events.length === 5);
      const live = newEvents(5);
      for (const event of live) await appended(log, 'b', [event]);
      await follower.until(({ events }) => events.length === 10);
      await follower.stop();
      expect(idsOf(follower.events)).toEqual(idsOf([...old, ...live]));
    });

    it('says that it has caught up even where there is nothing to deliver', async () => {
      const { log } = underTest();
      const nothing = { events: [], position: expect.any(BigInt), caughtUp: true };
      expect(await followUntilCaughtUp(log, originPosition)).toEqual([nothing]);
      const { position } = await appended(log, 'a', newEvents(2));
      const [batch, ...others] = await followUntilCaughtUp(log, position);
      expect([batch, ...others]).toEqual([nothing]);
      // Further on, perhaps: what others have in the same log has been passed.
      expect(batch && batch.position >= position).toBe(true);
    });

    it('delivers batches of the size that it is told, and has caught up with the last', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(7));
      const batches = await followUntilCaughtUp(log, originPosition, 3);
      expect(batches.map((batch) => [batch.events.length, batch.caughtUp])).toEqual([
        [3, false],
        [3, false],
        [1, true],
      ]);
    });

    it('says that it has caught up after a last batch that was full', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(6));
      const batches = await followUntilCaughtUp(log, originPosition, 3);
      expect(batches.at(-1)?.caughtUp).toBe(true);
      expect(batches.flatMap((batch) => batch.events)).toHaveLength(6);
    });

    it('gives with each batch the checkpoint of its last event', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(7));
      const batches = await followUntilCaughtUp(log, originPosition, 3);
      expect(batches.map((batch) => batch.position)).toEqual(
        batches.map((batch) => batch.events.at(-1)?.position),
      );
    });

    it('resumes from any checkpoint with exactly what comes after it', async () => {
      const { log } = underTest();
      for (const event of newEvents(12)) await appended(log, 'a', [event]);
      const all = await everything(log);
      for (const [index, { position }] of all.entries()) {
        const rest = all.slice(index + 1);
        const resumed = await followUntil(log, position, { count: rest.length, batchEventsMax: 5 });
        expect(idsOf(resumed)).toEqual(idsOf(rest));
      }
    });

    it('refuses a checkpoint beyond the end of the log', async () => {
      const { log } = underTest();
      const { position } = await appended(log, 'a', newEvents(3));
      await expect(followUntilCaughtUp(log, position + 1n)).rejects.toThrow(CheckpointAheadOfLog);
    });

    it('waits for a slow consumer, however much is written meanwhile', async () => {
      const { log } = underTest();
      const seen: string[] = [];
      const written: string[] = [];
      for await (const batch of log.subscribe(0n, { signal: new AbortController().signal })) {
        seen.push(...idsOf(batch.events));
        if (seen.length >= 2_000) break;
        for (let append = 0; append < 4; append++) {
          const events = newEvents(250);
          await appended(log, 'a', events);
          written.push(...idsOf(events));
        }
      }
      expect(seen).toEqual(written.slice(0, seen.length));
    });

    it('is one of several, each at its own pace', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(10));
      const positions = (await everything(log)).map((event) => event.position);
      const followers = [0n, ...positions].map((after) => new Follower(log, after));
      await appended(log, 'a', [newEvent()]);
      await Promise.all(followers.map((follower, index) => follower.until(has(11 - index))));
      await Promise.all(followers.map((follower) => follower.stop()));
      expect(followers.map((follower) => follower.events.length)).toEqual(
        followers.map((_, index) => 11 - index),
      );
    });

    it('survives lost connections without a gap or a repeat', async () => {
      const { log, loseConnections } = underTest();
      const follower = new Follower(log);
      const written: string[] = [];
      for (let outage = 0; outage < 3; outage++) {
        for (const event of newEvents(5)) {
          await appended(log, 'a', [event]);
          written.push(event.id);
        }
        await follower.until(({ events }) => events.length > outage * 5);
        await loseConnections();
      }
      await appended(log, 'a', [newEvent()]);
      await follower.until(has(16));
      await follower.stop();
      expect(idsOf(follower.events).slice(0, 15)).toEqual(written);
      expect(follower.events).toHaveLength(16);
    });
  });
}

function has(count: number): (follower: Follower) => boolean {
  return ({ events }) => events.length >= count;
}
