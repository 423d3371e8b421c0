import { describe, expect, it } from '@jest/globals';
import { afterDays, context, requests, WatchedKey } from '../spec-key.js';

const quota = (used: number, limit = 1_000) => ({
  ...context,
  quota: { limit, used, periodStartedAtMs: afterDays(0), periodEndsAtMs: afterDays(30) },
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

  it('hears from refusals alone: of one for the quota, of twenty for the rate', () => {
    const refused = (code: string, count: number) =>
      new WatchedKey().see(requests(afterDays(0), count, () => ({ code }))).said('quota-nearly-spent');
    expect(refused('QUOTA_EXCEEDED', 1)).toHaveLength(1);
    expect(refused('RATE_LIMITED', 19)).toEqual([]);
    expect(refused('RATE_LIMITED', 20)).toHaveLength(1);
  });
});
