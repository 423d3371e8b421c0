import { describe, expect, it } from '@jest/globals';
import { appendBytesMax, appendEventsMax, appendRequest, nameCharactersMax } from './append-request.js';
import { newEvent, newEvents } from './contract/scenario.js';
import type { ExpectedRevision, NewEvent } from './event-log.js';

interface Append {
  readonly stream?: string;
  readonly events?: readonly NewEvent[];
  readonly expected?: ExpectedRevision;
}

function request({ stream = 'a', events = newEvents(1), expected = 'any' }: Append) {
  return appendRequest(stream, events, expected);
}

/** An event whose JSON takes exactly this many bytes. */
function eventOfBytes(bytes: number): NewEvent {
  const frame = { ...newEvent({ text: '' }), metadata: {} };
  return { ...frame, data: { text: 'x'.repeat(bytes - '{"text":""}{}'.length) } };
}

describe('appendRequest', () => {
  it('writes out the JSON of the events, column by column', () => {
    const [first, second] = [newEvent({ a: 1 }), newEvent({ b: null })];
    expect(appendRequest('a', [first, second], 3)).toEqual({
      stream: 'a',
      expected: 3,
      ids: [first.id, second.id],
      types: ['SomethingHappened', 'SomethingHappened'],
      data: ['{"a":1}', '{"b":null}'],
      metadata: ['{"actor":"contract"}', '{"actor":"contract"}'],
    });
  });

  const fit: [string, Append][] = [
    ['revision 0', { expected: 0 }],
    ['no stream', { expected: 'no-stream' }],
    ['the most events', { events: newEvents(appendEventsMax) }],
    ['the most bytes', { events: [eventOfBytes(appendBytesMax)] }],
    ['the longest name', { stream: '日'.repeat(nameCharactersMax) }],
  ];
  it.each(fit)('takes %s', (_, append) => {
    expect(() => request(append)).not.toThrow();
  });

  const twice = newEvent();
  const unfit: [string, Append][] = [
    ['a negative revision', { expected: -1 }],
    ['half a revision', { expected: 0.5 }],
    ['a revision that is no number', { expected: NaN }],
    ['no events', { events: [] }],
    ['more events than the maximum', { events: newEvents(appendEventsMax + 1) }],
    ['more bytes than the maximum', { events: [eventOfBytes(appendBytesMax + 1)] }],
    [
      'more bytes than the maximum in all',
      { events: [eventOfBytes(appendBytesMax / 2), eventOfBytes(appendBytesMax / 2 + 1)] },
    ],
    ['fewer characters but more bytes', { events: [newEvent({ text: '日'.repeat(appendBytesMax / 2) })] }],
    ['an id that is no UUID', { events: [{ ...newEvent(), id: 'one' }] }],
    ['an id in upper case', { events: [{ ...newEvent(), id: 'ABCDEF00-0000-4000-8000-000000000000' }] }],
    ['the same id twice', { events: [twice, twice] }],
    ['an event without a type', { events: [{ ...newEvent(), type: '' }] }],
    ['a stream without a name', { stream: '' }],
    ['a name beyond the maximum', { stream: 'x'.repeat(nameCharactersMax + 1) }],
    ['half a character in a name', { stream: 'a\ud800' }],
    ['NUL in a name', { stream: 'a\0b' }],
    ['data that is no object', { events: [{ ...newEvent(), data: [] as unknown as NewEvent['data'] }] }],
    ['no data', { events: [{ ...newEvent(), data: undefined as unknown as NewEvent['data'] }] }],
  ];
  it.each(unfit)('refuses %s', (_, append) => {
    expect(() => request(append)).toThrow(RangeError);
  });
});
