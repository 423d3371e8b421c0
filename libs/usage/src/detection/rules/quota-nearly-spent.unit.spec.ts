import { describe, expect, it } from '@jest/globals';
import { afterDays, context, requests, WatchedKey } from '../spec-key.js';

const quota = (used: number, limit = 1_000) => ({
  ...context,
  quotas: [{ name: 'month', limit, used, periodStartedAtMs: afterDays(0), periodEndsAtMs: afterDays(30) }],
});

describe('quota-nearly-spent', () => {
  it('is said once the rest will not last until the period ends', () => {
    expect(new WatchedKey(quota(790)).sweep(afterDays(10)).signals).toEqual([]);
    expect(new WatchedKey(quota(850)).sweep(afterDays(10)).signals).toEqual([
      expect.objectContaining({
        severity: 'info',
        evidence: expect.objectContaining({ used: 850, limit: 1_000 }),
      }),
    ]);
  });

  it('is not said of a quota that is used evenly, nor after its period', () => {
    expect(new WatchedKey(quota(850)).sweep(afterDays(29)).signals).toEqual([]);
    expect(new WatchedKey(quota(999)).sweep(afterDays(31)).signals).toEqual([]);
    expect(new WatchedKey(quota(0, 0)).sweep(afterDays(10)).signals).toEqual([]);
  });

  it('is said again when it is spent, and not in every sweep', () => {
    const key = new WatchedKey();
    for (const [day, used] of [
      [10, 900],
      [10, 910],
      [11, 1_000],
      [12, 1_000],
    ] as const) {
      key.sweep(afterDays(day), quota(used));
    }
    expect(key.signals.map(({ severity }) => severity)).toEqual(['info', 'warning']);
  });

  it('goes by what the key does at the hours that are left, where that is known', () => {
    const key = new WatchedKey().usual(8, 10);
    const dayLeft = (used: number) => ({
      ...context,
      quotas: [
        { name: 'day', limit: 1_000, used, periodStartedAtMs: afterDays(8), periodEndsAtMs: afterDays(9) },
      ],
    });
    // Ten an hour for the twelve that are left.
    expect(key.sweep(afterDays(8, 12), dayLeft(860)).said('quota-nearly-spent')).toEqual([]);
    expect(key.sweep(afterDays(8, 12), dayLeft(900)).said('quota-nearly-spent')).toHaveLength(1);
  });

  it('is said once of what does not come back, and of each quota by itself', () => {
    const once = { name: 'once', limit: 100, used: 80, periodStartedAtMs: null, periodEndsAtMs: null };
    const both = { ...context, quotas: [once, ...quota(900).quotas] };
    const key = new WatchedKey(both).sweep(afterDays(10)).sweep(afterDays(11));
    expect(key.signals.map(({ evidence }) => evidence['quota'])).toEqual(['once', 'month']);
  });

  it('hears from refusals alone: of one for the quota, of twenty for the rate', () => {
    const refused = (code: string, count: number) =>
      new WatchedKey().see(requests(afterDays(0), count, () => ({ code }))).said('quota-nearly-spent');
    expect(refused('QUOTA_EXCEEDED', 1)).toHaveLength(1);
    expect(refused('RATE_LIMITED', 19)).toEqual([]);
    expect(refused('RATE_LIMITED', 20)).toHaveLength(1);
  });
});
