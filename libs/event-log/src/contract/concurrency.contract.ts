import { describe, expect, it } from '@jest/globals';
import { type EventLog, type RecordedEvent, originPosition } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import { appended, everything, followUntil, idsOf, newEvent, newEvents } from './scenario.js';

const writerCount = 16;
const appendsPerWriter = 25;
const readerCount = 3;

export function describeConcurrency(underTest: UnderTest): void {
  describe('under concurrent writers', () => {
    it.each(['no-stream', 2] as const)('lets exactly one of 20 appends at %p win', async (expected) => {
      const { log } = underTest();
      if (expected !== 'no-stream') await appended(log, 'a', newEvents(expected + 1));
      const before = await log.readStream('a');
      const results = await Promise.all(
        Array.from({ length: 20 }, () => log.append('a', [newEvent()], expected)),
      );
      const lost = { outcome: 'wrong-revision', actual: before.length };
      expect(results.filter((result) => result.outcome === 'appended')).toHaveLength(1);
      expect(results.filter((result) => result.outcome !== 'appended')).toEqual(Array(19).fill(lost));
      expect(await log.readStream('a')).toHaveLength(before.length + 1);
    });

    it('loses no event, and shows every reader strictly rising positions and contiguous revisions', async () => {
      const { log } = underTest();
      const count = writerCount * appendsPerWriter * 2;
      const readers = Array.from({ length: readerCount }, () =>
        followUntil(log, originPosition, { count, batchEventsMax: 50 }),
      );
      const written = await Promise.all(
        Array.from({ length: writerCount }, (_, writer) => writeAll(log, `stream-${writer % 4}`)),
      );
      const all = await everything(log);
      expect(new Set(idsOf(all))).toEqual(new Set(written.flat()));
      expect(all).toHaveLength(count);
      for (const seen of [all, ...(await Promise.all(readers))]) {
        expect(idsOf(seen)).toEqual(idsOf(all));
        expect(seen.every(({ position }, index) => position > (seen[index - 1]?.position ?? 0n))).toBe(true);
        expect(revisionsInOrder(seen)).toBe(true);
      }
    });

    it('answers each writer with the place where its event is', async () => {
      const { log } = underTest();
      const events = newEvents(40);
      const answers = await Promise.all(events.map((event) => appended(log, 'a', [event])));
      const recorded = new Map((await everything(log)).map((event) => [event.id, event]));
      const places = events.map(({ id }) => recorded.get(id));
      expect(answers.map(({ position, revision }) => [position, revision])).toEqual(
        places.map((place) => [place?.position, place?.revision]),
      );
    });
  });
}

/** Two events at a time; answers with their ids. */
async function writeAll(log: EventLog, stream: string): Promise<string[]> {
  const ids: string[] = [];
  for (let append = 0; append < appendsPerWriter; append++) {
    const events = newEvents(2);
    await appended(log, stream, events);
    ids.push(...idsOf(events));
  }
  return ids;
}

function revisionsInOrder(events: readonly RecordedEvent[]): boolean {
  const next = new Map<string, number>();
  return events.every(({ stream, revision }) => {
    const expected = next.get(stream) ?? 0;
    next.set(stream, expected + 1);
    return revision === expected;
  });
}
