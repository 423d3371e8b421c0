import { describe, expect, it } from '@jest/globals';
import { hourMs } from '../hours.js';
import { afterDays, requests, WatchedKey } from '../spec-key.js';

describe('burst', () => {
  it('is said once an hour, while it goes on', () => {
    const key = new WatchedKey().usual(35);
    for (const half of [0, 1]) key.see(requests(afterDays(35) + (half * hourMs) / 2, 150).slice(0, 75));
    key.see(requests(afterDays(35), 100));
    expect(key.said('burst')).toEqual([
      expect.objectContaining({ severity: 'warning', evidence: { requests: 150, expected: 10, most: 120 } }),
    ]);
    expect(key.see(requests(afterDays(35, 1), 121)).said('burst')).toHaveLength(2);
  });

  it('goes by the hour of the week: what is usual by day is none by night', () => {
    const key = new WatchedKey();
    const byDay = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];
    for (let day = 0; day < 35; day++) {
      key.see(byDay.flatMap((hour) => requests(afterDays(day, hour), 80)));
    }
    expect(key.see(requests(afterDays(35, 10), 200)).said('burst')).toEqual([]);
    expect(key.see(requests(afterDays(36, 2), 200)).said('burst')).toHaveLength(1);
  });

  it('is not said of a key that nobody knows yet, unless it is far above its largest hour', () => {
    expect(
      new WatchedKey()
        .usual(10)
        .see(requests(afterDays(10), 2_000))
        .said('burst'),
    ).toEqual([]);
    const young = new WatchedKey()
      .usual(20)
      .see(requests(afterDays(20, 5), 40))
      .see(requests(afterDays(20, 7), 110));
    expect(young.see(requests(afterDays(20, 10), 230)).said('burst')).toEqual([]);
    expect(young.see(requests(afterDays(20, 11), 1_000)).said('burst')).toHaveLength(1);
  });

  it('lets a job of every month be, once it was seen', () => {
    const key = new WatchedKey().usual(36).see(requests(afterDays(36, 3), 900));
    expect(key.said('burst')).toHaveLength(1);
    for (let day = 36; day < 66; day++) key.see(requests(afterDays(day, 12), 10));
    expect(key.see(requests(afterDays(66, 4), 1_000)).said('burst')).toHaveLength(1);
  });

  it('lets a job of every week be that was first seen late, and a month pass for keys that have jobs', () => {
    const key = new WatchedKey().usual(36).see(requests(afterDays(36, 3), 300));
    expect(key.said('burst')).toHaveLength(1);
    for (let day = 36; day < 43; day++) key.see(requests(afterDays(day, 12), 10));
    expect(key.see(requests(afterDays(43, 4), 500)).said('burst')).toHaveLength(1);
    const withJobs = new WatchedKey().usual(20, 1).see(requests(afterDays(20, 5), 40));
    expect(withJobs.see(requests(afterDays(20, 11), 2_000)).said('burst')).toEqual([]);
  });

  it('lets a job of every week be larger on another day, but not at another hour', () => {
    const key = new WatchedKey();
    for (let day = 0; day < 42; day++)
      key.see([...requests(afterDays(day, day % 7 === 2 ? 3 : 12), day % 7 === 2 ? 150 : 3)]);
    expect(key.see(requests(afterDays(42, 3), 800)).said('burst')).toEqual([]);
    expect(key.see(requests(afterDays(43, 12), 800)).said('burst')).toHaveLength(1);
  });

  it('is critical from twenty times what was expected', () => {
    const [signal] = new WatchedKey()
      .usual(35)
      .see(requests(afterDays(35), 250))
      .said('burst');
    expect(signal?.severity).toBe('critical');
  });
});
