import { describe, expect, it } from '@jest/globals';
import { afterDays, request, WatchedKey } from '../spec-key.js';

describe('dormant-awake', () => {
  it('speaks of the first use after forty days', () => {
    const key = new WatchedKey().usual(2).see([request(afterDays(50), { clientAddress: '198.51.100.7' })]);
    expect(key.said('dormant-awake')).toEqual([
      expect.objectContaining({ evidence: { unusedDays: 48, networks: ['198.51.100.0/24'] } }),
    ]);
    expect(key.see([request(afterDays(50, 1))]).said('dormant-awake')).toHaveLength(1);
  });

  it('does not speak of a month of rest, nor of a request that is refused', () => {
    expect(
      new WatchedKey()
        .usual(2)
        .see([request(afterDays(33))])
        .said('dormant-awake'),
    ).toEqual([]);
    const refused = request(afterDays(50), { code: 'INSUFFICIENT_SCOPE' });
    expect(new WatchedKey().usual(2).see([refused]).said('dormant-awake')).toEqual([]);
  });

  it('gets used to a rest that was taken before', () => {
    const key = new WatchedKey()
      .usual(2)
      .see([request(afterDays(92))])
      .see([request(afterDays(183))]);
    expect(key.said('dormant-awake')).toHaveLength(1);
  });

  it('says it, too, when sweeps have let the days go by', () => {
    const key = new WatchedKey().usual(2);
    for (let day = 3; day < 50; day++) key.sweep(afterDays(day));
    expect(key.see([request(afterDays(50))]).said('dormant-awake')).toHaveLength(1);
  });
});
