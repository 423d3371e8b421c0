import { describe, expect, it } from '@jest/globals';
import { EventLogUnavailable } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import { appended, everything, idsOf, newEvent, newEvents } from './scenario.js';

export function describeReading(underTest: UnderTest): void {
  describe('reading', () => {
    it('finds nothing in a stream that does not exist, nor in an empty log', async () => {
      const { log } = underTest();
      expect(await log.readStream('a')).toEqual([]);
      expect(await everything(log)).toEqual([]);
      expect(await log.hasEventsAfter(0n)).toBe(false);
    });

    it('reads a stream from a revision on, and finds nothing past its end', async () => {
      const { log } = underTest();
      const events = newEvents(3);
      await appended(log, 'a', events);
      expect(idsOf(await log.readStream('a', 1))).toEqual(idsOf(events.slice(1)));
      expect(await log.readStream('a', 3)).toEqual([]);
      expect(await log.readStream('b', 1)).toEqual([]);
    });

    it('pages through the whole log, each page strictly after the last position', async () => {
      const { log } = underTest();
      const events = newEvents(7);
      for (const [index, event] of events.entries()) await appended(log, `stream-${index % 2}`, [event]);
      const seen: string[] = [];
      let position = 0n;
      for (const size of [3, 3, 1, 0]) {
        const page = await log.readAll(position, 3);
        expect(page).toHaveLength(size);
        seen.push(...idsOf(page));
        position = page.at(-1)?.position ?? position;
      }
      expect(seen).toEqual(idsOf(events));
    });

    it('finds nothing beyond the end', async () => {
      const { log } = underTest();
      const { position } = await appended(log, 'a', newEvents(2));
      expect(await log.readAll(position + 1_000_000n, 10)).toEqual([]);
    });

    it('finds the event at a position, and nothing where there is none', async () => {
      const { log } = underTest();
      for (const stream of ['a', 'b']) await appended(log, stream, newEvents(2));
      for (const event of await everything(log)) expect(await log.readAt(event.position)).toEqual(event);
      const { position } = await appended(log, 'a', newEvents(1));
      const nowhere = [0n, position + 1n, position + 1_000_000n];
      for (const no of nowhere) expect(await log.readAt(no)).toBeUndefined();
    });
  });

  describe('hasEventsAfter', () => {
    it('is true of every position but the last', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(3));
      const positions = (await everything(log)).map((event) => event.position);
      const answers = await Promise.all([0n, ...positions].map((position) => log.hasEventsAfter(position)));
      expect(answers).toEqual([true, true, true, false]);
    });

    it('sees an event as soon as its append has answered', async () => {
      const { log } = underTest();
      let { position } = await appended(log, 'a', [newEvent()]);
      for (let round = 0; round < 20; round++) {
        const before = position;
        expect(await log.hasEventsAfter(before)).toBe(false);
        ({ position } = await appended(log, 'a', [newEvent()]));
        expect(await log.hasEventsAfter(before)).toBe(true);
      }
    });
  });

  describe('a closed log', () => {
    it('rejects every call with EventLogUnavailable', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(1));
      await log.close();
      await expect(log.append('a', newEvents(1), 'any')).rejects.toThrow(EventLogUnavailable);
      await expect(log.readStream('a')).rejects.toThrow(EventLogUnavailable);
      await expect(log.readAll(0n, 1)).rejects.toThrow(EventLogUnavailable);
      await expect(log.readAt(1n)).rejects.toThrow(EventLogUnavailable);
      await expect(log.hasEventsAfter(0n)).rejects.toThrow(EventLogUnavailable);
      const subscription = log.subscribe(0n, { signal: new AbortController().signal });
      await expect(subscription[Symbol.asyncIterator]().next()).rejects.toThrow(EventLogUnavailable);
    });

    it('may be closed again', async () => {
      const { log } = underTest();
      await Promise.all([log.close(), log.close()]);
      await expect(log.close()).resolves.toBeUndefined();
    });
  });
}
