import { describe, expect, it } from '@jest/globals';
import { differentValues } from '@keyledger/usage';
import { originsMax, UnknownKeyCounts } from './unknown-key-counts.js';

describe('counting unknown keys', () => {
  it('adds up by network and account, with the first and the last time', () => {
    const counts = new UnknownKeyCounts();
    counts.add({ clientAddress: '192.0.2.1', value: 'a', accountId: null, at: 2_000 });
    counts.add({ clientAddress: '192.0.2.200', value: 'a', accountId: null, at: 1_000 });
    counts.add({ clientAddress: '192.0.2.200', value: 'a', accountId: 'acme', at: 3_000 });
    counts.add({ clientAddress: null, value: 'b', accountId: null, at: 4_000 });
    const at = (second: number) => new Date(second * 1_000).toISOString();
    const [marks, other] = [expect.any(String) as unknown, expect.any(String) as unknown];
    expect(counts.take()).toEqual([
      {
        network: '192.0.2.0/24',
        accountId: null,
        requests: 2,
        valueMarks: marks,
        firstTime: at(2),
        lastTime: at(2),
      },
      {
        network: '192.0.2.0/24',
        accountId: 'acme',
        requests: 1,
        valueMarks: marks,
        firstTime: at(3),
        lastTime: at(3),
      },
      {
        network: 'unknown',
        accountId: null,
        requests: 1,
        valueMarks: other,
        firstTime: at(4),
        lastTime: at(4),
      },
    ]);
    expect(counts.take()).toEqual([]);
  });

  it('tells one value that is presented again and again from many', () => {
    const counts = new UnknownKeyCounts();
    const differentAfter = (values: readonly string[]): number => {
      for (const value of values) counts.add({ clientAddress: '192.0.2.1', value, accountId: null, at: 0 });
      return counts.take().reduce((sum, { valueMarks }) => sum + differentValues(valueMarks ?? '0'), 0);
    };
    expect(differentAfter(new Array<string>(50).fill('kl_live_forgotten'))).toBe(1);
    expect(differentAfter(Array.from({ length: 50 }, (_, n) => `kl_live_${n}`))).toBeGreaterThan(20);
  });

  it('is bounded however many networks there are, and counts every request', () => {
    const counts = new UnknownKeyCounts();
    const requests = 3 * originsMax;
    for (let n = 0; n < requests; n++)
      counts.add({ clientAddress: `10.${n >> 8}.${n & 255}.1`, value: 'a', accountId: null, at: n });
    const taken = counts.take();
    expect(taken).toHaveLength(originsMax + 1);
    expect(taken.at(-1)).toMatchObject({ network: 'other', requests: requests - originsMax });
    expect(taken.reduce((sum, each) => sum + each.requests, 0)).toBe(requests);
  });
});
