import { describe, expect, it } from '@jest/globals';
import type { KeyContext } from '../key-context.js';
import { afterDays, context, request, WatchedKey } from '../spec-key.js';

function rotating(
  overlapEndsAtMs: number | null = afterDays(20),
  successorLastUsedAtMs: number | null = null,
): KeyContext {
  const rotation = {
    successorId: 'key_2',
    startedAtMs: afterDays(10),
    overlapEndsAtMs,
    successorLastUsedAtMs,
  };
  return { ...context, rotation };
}

const usedAt = (day: number, known = rotating()) => new WatchedKey(known).see([request(afterDays(day))]);

describe('rotation-not-draining', () => {
  it('is said when three quarters of the overlap are over and the old key is in use', () => {
    expect(usedAt(17).sweep(afterDays(17.2)).signals).toEqual([]);
    const [signal] = usedAt(17.4).sweep(afterDays(17.6)).signals;
    expect(signal).toMatchObject({ rule: 'rotation-not-draining', severity: 'warning' });
    expect(signal?.evidence).toMatchObject({ successorId: 'key_2', successorLastUsedAt: 'never' });
  });

  it('is not said when the old key has come to rest', () => {
    expect(usedAt(16).sweep(afterDays(18)).signals).toEqual([]);
    expect(new WatchedKey(rotating()).sweep(afterDays(18)).signals).toEqual([]);
  });

  it('is critical in the last hours, and over with the overlap', () => {
    expect(usedAt(19.8).sweep(afterDays(19.9)).signals).toEqual([
      expect.objectContaining({ severity: 'critical' }),
    ]);
    expect(usedAt(19.9).sweep(afterDays(20)).signals).toEqual([]);
  });

  it('asks an overlap without an end after two weeks', () => {
    const endless = rotating(null, afterDays(11));
    expect(usedAt(19, endless).sweep(afterDays(19.1)).signals).toEqual([]);
    const [signal] = usedAt(25, endless).sweep(afterDays(25.1)).signals;
    expect(signal?.evidence).toMatchObject({ overlapEndsAt: 'when drained' });
  });
});
