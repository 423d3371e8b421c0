import { describe, expect, it } from '@jest/globals';
import { appendBytesMax } from '../append-request.js';
import type { ExpectedRevision } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import { appended, everything, idsOf, newEvent, newEvents } from './scenario.js';

export function describeAppend(underTest: UnderTest): void {
  describe('append', () => {
    it('gives the first event of a stream revision 0 and a position after the origin', async () => {
      const result = await underTest().log.append('a', [newEvent()], 'no-stream');
      expect(result).toMatchObject({ outcome: 'appended', revision: 0 });
      expect(result.outcome === 'appended' && result.position > 0n).toBe(true);
    });

    it('takes an event at exactly the stream’s last revision', async () => {
      const { log } = underTest();
      const { revision } = await appended(log, 'a', newEvents(3));
      expect(revision).toBe(2);
      expect(await log.append('a', [newEvent()], 2)).toMatchObject({ outcome: 'appended', revision: 3 });
    });

    const refused: [string, ExpectedRevision][] = [
      ['too low', 0],
      ['too high', 3],
      ['much too high', 2_000_000],
      ['that the stream must not exist', 'no-stream'],
    ];
    it.each(refused)('refuses an expectation that is wrong: %s', async (_, expected) => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(3));
      expect(await log.append('a', [newEvent()], expected)).toEqual({
        outcome: 'wrong-revision',
        actual: 2,
      });
      expect(await everything(log)).toHaveLength(3);
    });

    it.each([0, 7])('refuses revision %d of a stream that does not exist', async (expected) => {
      const { log } = underTest();
      const result = await log.append('a', [newEvent()], expected);
      expect(result).toEqual({ outcome: 'wrong-revision', actual: -1 });
      expect(await everything(log)).toEqual([]);
    });

    it('takes an event at any revision, of a stream that exists or not', async () => {
      const { log } = underTest();
      expect(await log.append('a', [newEvent()], 'any')).toMatchObject({ revision: 0 });
      expect(await log.append('a', [newEvent()], 'any')).toMatchObject({ revision: 1 });
    });

    it('keeps the revisions of each stream apart', async () => {
      const { log } = underTest();
      await appended(log, 'a', newEvents(2));
      expect(await log.append('b', [newEvent()], 'no-stream')).toMatchObject({ revision: 0 });
      expect(await log.append('a', [newEvent()], 1)).toMatchObject({ revision: 2 });
    });

    it('writes several events in order, one revision each, and answers with the last', async () => {
      const { log } = underTest();
      const events = newEvents(50);
      const { position, revision } = await appended(log, 'a', events);
      const read = await log.readStream('a');
      expect(idsOf(read)).toEqual(idsOf(events));
      expect(read.map((event) => event.revision)).toEqual(events.map((_, index) => index));
      expect(idsOf(await everything(log))).toEqual(idsOf(events));
      expect([read.at(-1)?.position, read.at(-1)?.revision]).toEqual([position, revision]);
    });

    it('writes none of several events where the expectation is wrong', async () => {
      const { log } = underTest();
      expect(await log.append('a', newEvents(3), 0)).toMatchObject({ outcome: 'wrong-revision' });
      expect(await log.readStream('a')).toEqual([]);
    });
  });

  it('append refuses what is beyond the limits as a bug, and writes nothing', async () => {
    const { log } = underTest();
    const attempts = [
      log.append('a', [newEvent()], -1),
      log.append('a', [], 'any'),
      log.append('', [newEvent()], 'any'),
      log.append('a', [newEvent({ big: 'x'.repeat(appendBytesMax) })], 'any'),
    ];
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) });
    }
    expect(await everything(log)).toEqual([]);
  });
}
