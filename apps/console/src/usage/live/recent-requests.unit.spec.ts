import { describe, expect, it } from '@jest/globals';
import { type LiveRequest, type ShownRequest, shownMax, withRequests } from './recent-requests.js';

const request = (time: string): LiveRequest => ({
  keyId: 'key_1',
  time,
  operation: null,
  code: 'VALID',
  clientAddress: null,
  userAgent: null,
  verifier: null,
});

describe('live requests', () => {
  it('stand newest first, each with a number of its own', () => {
    const first = withRequests([], [request('1'), request('2')]);
    const shown = withRequests(first, [request('3')]);
    expect(shown.map(({ time, number }) => [time, number])).toEqual([
      ['3', 2],
      ['2', 1],
      ['1', 0],
    ]);
  });

  it('are bounded, however many come', () => {
    let shown: readonly ShownRequest[] = [];
    for (let index = 0; index < 10; index += 1) {
      shown = withRequests(
        shown,
        Array.from({ length: 30 }, (_, inner) => request(`${index * 30 + inner}`)),
      );
    }
    expect(shown).toHaveLength(shownMax);
    expect(shown[0]?.time).toBe('299');
    expect(new Set(shown.map(({ number }) => number)).size).toBe(shownMax);
  });
});
