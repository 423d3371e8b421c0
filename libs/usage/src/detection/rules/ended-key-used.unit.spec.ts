import { describe, expect, it } from '@jest/globals';
import { hourMs, minuteMs } from '../hours.js';
import type { KeyEnd } from '../key-context.js';
import { afterDays, context, request, WatchedKey } from '../spec-key.js';

const end: KeyEnd = { how: 'revoked', atMs: afterDays(3), reason: 'superseded' };
const endedKey = (ended: KeyEnd) => new WatchedKey({ ...context, ended });
const used = (afterMs: number) => [request(end.atMs + afterMs, { code: 'KEY_REVOKED' })];

describe('ended-key-used', () => {
  it('lets be what was under way', () => {
    expect(endedKey(end).see(used(14 * minuteMs)).signals).toEqual([]);
  });

  it('speaks of the first request after that, with when it ended and how', () => {
    const [signal] = endedKey(end).see(used(16 * minuteMs)).signals;
    expect(signal).toMatchObject({ rule: 'ended-key-used', severity: 'warning' });
    expect(signal?.evidence).toMatchObject({
      requests: 1,
      ended: 'revoked',
      endedAt: '2030-01-10T00:00:00.000Z',
    });
  });

  it('gives a leaked key no time', () => {
    expect(endedKey({ ...end, reason: 'leaked' }).see(used(1)).signals).toEqual([
      expect.objectContaining({ severity: 'critical' }),
    ]);
  });

  it.each(['KEY_EXPIRED', 'KEY_ROTATED'])('hears %s as well', (code) => {
    expect(endedKey(end).see([request(end.atMs + hourMs, { code })]).signals).toHaveLength(1);
  });

  it('hears of it however late', () => {
    const key = endedKey(end).see([request(end.atMs + 30 * hourMs)]);
    expect(key.see(used(20 * hourMs), end.atMs + 31 * hourMs).signals).toHaveLength(1);
  });

  it('does not take a refusal for other reasons for it', () => {
    expect(endedKey(end).see([request(end.atMs + hourMs, { code: 'ADDRESS_NOT_ALLOWED' })]).signals).toEqual(
      [],
    );
  });
});
