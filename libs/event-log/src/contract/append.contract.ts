import { describe, expect, it } from '@jest/globals';
import { appendBytesMax, appendEventsMax } from '../append-request.js';
import type { ExpectedRevision, NewEvent } from '../event-log.js';
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

  describe('append takes for a bug', () => {
    const twice = newEvent();
    const half = 'x'.repeat(appendBytesMax / 2);
    const unfit: [string, { stream?: string; events?: NewEvent[]; expected?: ExpectedRevision }][] = [
      ['a negative revision', { expected: -1 }],
      ['half a revision', { expected: 0.5 }],
      ['no events', { events: [] }],
      ['more events than the maximum', { events: newEvents(appendEventsMax + 1) }],
      ['more bytes than the maximum', { events: [newEvent({ half }), newEvent({ half })] }],
      ['an id that is no UUID', { events: [{ ...newEvent(), id: 'one' }] }],
      ['an id in upper case', { events: [{ ...newEvent(), id: 'ABCDEF00-0000-4000-8000-000000000000' }] }],
      ['the same id twice', { events: [twice, twice] }],
      ['an event without a type', { events: [{ ...newEvent(), type: '' }] }],
      ['a stream without a name', { stream: '' }],
      ['half a character in a name', { stream: 'a\ud800' }],
      ['NUL in a name', { stream: 'a\0b' }],
      ['data that is no object', { events: [{ ...newEvent(), data: [] as unknown as NewEvent['data'] }] }],
    ];
    it.each(unfit)('%s, and writes nothing', async (_, { stream = 'a', events = newEvents(1), expected }) => {
      const { log } = underTest();
      await expect(log.append(stream, events, expected ?? 'any')).rejects.toThrow(RangeError);
      expect(await everything(log)).toEqual([]);
    });
  });
}
