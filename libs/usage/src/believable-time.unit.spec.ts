import { describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import { believableTimes, clockAheadMsMax } from './believable-time.js';
import { foldUsage } from './fold-usage.js';

const now = Date.UTC(2026, 10, 21, 8);

function requestAt(timeMs: number, sequence = 1): RequestEvent {
  return {
    keyId: 'key_1',
    accountId: 'acme',
    operation: null,
    code: 'VALID',
    clientAddress: null,
    userAgent: null,
    verifier: null,
    time: new Date(timeMs).toISOString(),
    producer: 'verifier',
    sequence,
  };
}

describe('the time of a request', () => {
  it.each([
    ['in the past', now - 1],
    ['years ago', 0],
    ['a little ahead', now + clockAheadMsMax],
  ])('is believed %s', (_, timeMs) => {
    const event = requestAt(timeMs);
    expect(believableTimes(now)(event)).toBe(event);
  });

  it('is now where it claims to be further ahead', () => {
    const event = requestAt(now + clockAheadMsMax + 1);
    expect(believableTimes(now)(event)).toEqual({ ...event, time: '2026-11-21T08:00:00.000Z' });
  });

  it('of a clock that had stepped does not stay the last use', () => {
    const yearMs = 365 * 24 * 60 * 60 * 1_000;
    const events = [
      believableTimes(now)(requestAt(now + 10 * yearMs)),
      believableTimes(now + 1_000)(requestAt(now + 1_000, 2)),
    ];
    expect(foldUsage(events).lastUsed.get('key_1')?.time).toBe('2026-11-21T08:00:01.000Z');
  });
});
