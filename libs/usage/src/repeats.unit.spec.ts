import { describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import { dropRepeats } from './repeats.js';

function event(producer: string, sequence: number): RequestEvent {
  return {
    keyId: 'key_a',
    accountId: 'acme',
    operation: null,
    code: 'VALID',
    clientAddress: null,
    userAgent: null,
    verifier: null,
    time: '2026-11-21T08:15:30.125Z',
    producer,
    sequence,
  };
}

const sequences = (events: readonly RequestEvent[]) =>
  events.map(({ producer, sequence }) => `${producer}${sequence}`);

describe('dropping repeats', () => {
  it('keeps each sequence of each producer once, with holes', () => {
    const result = dropRepeats(
      [event('p', 0), event('q', 0), event('p', 2), event('p', 2), event('p', 0)],
      new Map(),
    );
    expect(sequences(result.events)).toEqual(['p0', 'q0', 'p2']);
    expect(result.repeats).toBe(2);
    expect(result.lastSequences).toEqual(new Map([['p', 2], ['q', 0]])); // prettier-ignore
  });

  it('drops what an earlier batch has counted', () => {
    const result = dropRepeats([event('p', 4), event('p', 5), event('r', 1)], new Map([['p', 4]]));
    expect(sequences(result.events)).toEqual(['p5', 'r1']);
    expect(result.lastSequences).toEqual(new Map([['p', 5], ['r', 1]])); // prettier-ignore
  });

  it('says nothing of producers that brought nothing new', () => {
    expect(dropRepeats([event('p', 1)], new Map([['p', 4]])).lastSequences.size).toBe(0);
  });
});
