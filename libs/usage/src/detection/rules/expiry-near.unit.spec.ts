import { describe, expect, it } from '@jest/globals';
import { dayMs } from '../hours.js';
import { afterDays, context, request, WatchedKey } from '../spec-key.js';

const expiresAtMs = afterDays(60);
const usedAt = (day: number) => new WatchedKey({ ...context, expiresAtMs }).see([request(afterDays(day))]);

describe('expiry-near', () => {
  it('is said a week before, and again on the last day', () => {
    const key = usedAt(52).sweep(afterDays(52.5));
    expect(key.signals).toEqual([]);
    key
      .sweep(afterDays(53.5))
      .sweep(afterDays(54))
      .see([request(afterDays(59.2))])
      .sweep(afterDays(59.5));
    expect(key.said('expiry-near').map(({ severity }) => severity)).toEqual(['warning', 'critical']);
    expect(key.signals[0]?.evidence).toMatchObject({ hoursLeft: 156, expiresAt: '2030-03-08T00:00:00.000Z' });
  });

  it('is not said of a key that nobody uses, or that has a successor', () => {
    expect(usedAt(40).sweep(afterDays(55)).signals).toEqual([]);
    expect(new WatchedKey({ ...context, expiresAtMs }).sweep(afterDays(55)).signals).toEqual([]);
    const rotation = {
      successorId: 'key_2',
      startedAtMs: afterDays(50),
      overlapEndsAtMs: null,
      successorLastUsedAtMs: null,
    };
    expect(
      usedAt(54)
        .sweep(afterDays(55), { ...context, expiresAtMs, rotation })
        .said('expiry-near'),
    ).toEqual([]);
  });

  it('is not said of keys that are made for a few days, nor past the expiry', () => {
    const shortLived = { ...context, createdAtMs: expiresAtMs - 5 * dayMs, expiresAtMs };
    expect(usedAt(59).sweep(afterDays(59.5), shortLived).signals).toEqual([]);
    expect(usedAt(59).sweep(afterDays(60)).signals).toEqual([]);
  });
});
