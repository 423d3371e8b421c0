import { describe, expect, it } from '@jest/globals';
import type { ExpectedRevision } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import { appended, everything, newEvent, newEvents } from './scenario.js';

export function describeIdempotency(underTest: UnderTest): void {
  describe('a repeated append', () => {
    const expectations: [string, ExpectedRevision][] = [
      ['an exact revision', 1],
      ['any revision', 'any'],
    ];

    it.each(expectations)('of the last events at %s has its first answer again', async (_, expected) => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(2));
      const events = newEvents(3);
      const first = await log.append('a', events, expected);
      expect(await log.append('a', events, expected)).toEqual(first);
      expect(first).toMatchObject({ outcome: 'appended', revision: 4 });
      expect(await everything(log)).toHaveLength(5);
    });

    it.each(expectations)('at %s has it too when others have written since', async (_, expected) => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(2));
      const events = newEvents(2);
      const first = await log.append('a', events, expected);
      await appended(log, 'a', newEvents(2));
      await appended(log, 'b', newEvents(1));
      expect(await log.append('a', events, expected)).toEqual(first);
      expect(await everything(log)).toHaveLength(7);
    });

    it('that creates a stream has its first answer again', async () => {
      const { log } = underTest();
      const events = newEvents(2);
      const first = await log.append('a', events, 'no-stream');
      await appended(log, 'a', newEvents(1));
      expect(await log.append('a', events, 'no-stream')).toEqual(first);
      expect(await log.readStream('a')).toHaveLength(3);
    });

    it('is the same append made many times at once', async () => {
      const { log } = underTest();
      const events = newEvents(2);
      const results = await Promise.all(
        Array.from({ length: 10 }, () => log.append('a', events, 'no-stream')),
      );
      expect(new Set(results.map((result) => result.outcome))).toEqual(new Set(['appended']));
      expect(new Set(results.map((result) => result.outcome === 'appended' && result.position)).size).toBe(1);
      expect(await everything(log)).toHaveLength(2);
    });

    it('is told apart from one that expects another revision', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(2));
      const events = newEvents(1);
      await log.append('a', events, 1);
      await appended(log, 'a', newEvents(1));
      expect(await log.append('a', events, 0)).toEqual({ outcome: 'wrong-revision', actual: 3 });
    });

    it.each(expectations)('that overlaps only in part is refused at %s', async (_, expected) => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(2));
      const known = newEvent();
      await log.append('a', [known], 1);
      expect(await log.append('a', [known, newEvent()], expected)).toEqual({
        outcome: 'wrong-revision',
        actual: 2,
      });
      expect(await everything(log)).toHaveLength(3);
    });
  });
}
