import { describe, expect, it } from '@jest/globals';
import type { LimitState } from './limit-state.js';
import { rateLimitHeaders, refusedByLimitHeaders } from './rate-limit-headers.js';

const minute: LimitState = { name: 'minute', limit: 100, windowSeconds: 60, remaining: 7, resetSeconds: 12 };
const month: LimitState = { name: 'month', limit: 5, windowSeconds: null, remaining: 0, resetSeconds: null };

describe('rateLimitHeaders (draft-ietf-httpapi-ratelimit-headers-10)', () => {
  it('lists policies and what is left, in structured fields', () => {
    expect(rateLimitHeaders([minute, month])).toEqual({
      'ratelimit-policy': '"minute";q=100;w=60, "month";q=5',
      ratelimit: '"minute";r=7;t=12, "month";r=0',
    });
  });

  it('says nothing where there are no limits', () => {
    expect(rateLimitHeaders([])).toEqual({});
    expect(refusedByLimitHeaders([])).toEqual({});
  });
});

describe('refusedByLimitHeaders', () => {
  const spent = { ...minute, remaining: 0 };

  it('say when the last of the spent limits has more', () => {
    const other = { ...spent, name: 'hour', resetSeconds: 600 };
    expect(refusedByLimitHeaders([spent, other])['retry-after']).toBe('600');
    expect(refusedByLimitHeaders([spent, { ...other, remaining: 1 }])['retry-after']).toBe('12');
  });

  it('ask nobody to retry what will not be answered otherwise', () => {
    expect(refusedByLimitHeaders([spent, month])['retry-after']).toBeUndefined();
  });
});
