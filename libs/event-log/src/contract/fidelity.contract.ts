import { describe, expect, it } from '@jest/globals';
import { nameCharactersMax } from '../append-request.js';
import type { JsonObject } from '../event-log.js';
import type { UnderTest } from './event-log-under-test.js';
import { everything, followUntil, newEvent } from './scenario.js';

/** Each in a stream of its name. */
const json: [string, JsonObject][] = [
  ['nothing', {}],
  ['unicode', { text: 'Grüße 日本語 🔑 \u202e e\u0301', '🔑': 'name' }],
  ['controls and escapes', { text: '\u0000\u0001\b\t\n\r"\\/\u2028\u2029' }],
  ['half a character', { text: '\ud800 and \udc00' }],
  ['nesting', { list: [1, [2, [3, { four: [] }]], {}], object: { a: { b: { c: null } } } }],
  ['numbers', { integer: 9007199254740991, small: 5e-324, large: 1.7976931348623157e308, tenth: 0.1 }],
  ['literals', { yes: true, no: false, nothing: null, empty: '' }],
  ['a big string', { text: 'ü'.repeat(200_000) }],
  ['names that mean something elsewhere', { constructor: 1, toString: 2, "'; drop": 3, '{}': 4, ',': 5 }],
];

const streamsOfAllKinds = (charactersMax: number) => [
  'key-key_0123456789',
  'with space',
  'quote\' double" back\\slash',
  '{braces,commas}',
  '$system',
  '%_like',
  'NULL',
  'Ünïcödé 🔑',
  'line\nbreak',
  'x'.repeat(charactersMax),
  '日'.repeat(charactersMax),
];

export function describeFidelity(underTest: UnderTest): void {
  describe('what is recorded', () => {
    it('comes back as it was', async () => {
      const { log } = underTest();
      const events = json.map(([, value]) => ({ ...newEvent(value), metadata: { around: value } }));
      for (const [index, event] of events.entries()) {
        const stream = json[index]?.[0] ?? '';
        await log.append(stream, [event], 'no-stream');
        expect(await log.readStream(stream)).toMatchObject([{ ...event, stream, revision: 0 }]);
      }
      const places = json.map(([stream]) => ({ stream, revision: 0 }));
      const expected = events.map((event, index) => ({ ...event, ...places[index] }));
      for (const read of [await everything(log), await followUntil(log, 0n, { count: json.length })]) {
        expect(read).toEqual(expected.map((event) => ({ ...event, position: expect.any(BigInt) })));
      }
    });

    it('keeps the order of names in an object', async () => {
      const { log } = underTest();
      const data = { zebra: 1, a: 2, middle: { z: 1, b: 2 } };
      await log.append('a', [newEvent(data)], 'no-stream');
      const [recorded] = await log.readStream('a');
      expect(JSON.stringify(recorded?.data)).toBe(JSON.stringify(data));
    });

    it('is not touched by what the caller does with the event later', async () => {
      const { log } = underTest();
      const data = { state: 'as appended' };
      await log.append('a', [newEvent(data)], 'no-stream');
      data.state = 'changed';
      expect((await log.readStream('a'))[0]?.data).toEqual({ state: 'as appended' });
    });

    it('is in the stream that it was given to, whatever its name', async () => {
      const { log, streamNameCharactersMax = nameCharactersMax } = underTest();
      const streams = streamsOfAllKinds(streamNameCharactersMax);
      for (const stream of streams) await log.append(stream, [newEvent({ stream })], 'no-stream');
      for (const stream of streams) {
        const events = await log.readStream(stream);
        expect(events.map((event) => [event.stream, event.data])).toEqual([[stream, { stream }]]);
      }
    });

    it('is not in a stream of a similar name', async () => {
      const { log } = underTest();
      for (const stream of ['A', 'a ', 'a%', 'à']) await log.append(stream, [newEvent()], 'no-stream');
      expect(await log.readStream('a')).toEqual([]);
    });
  });
}
