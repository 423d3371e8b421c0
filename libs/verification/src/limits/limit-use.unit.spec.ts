import type { KeyLimit } from '@keyledger/domain';
import { describe, expect, it } from '@jest/globals';
import { compileLimit } from './compiled-limit.js';
import { compileQuota, quotaUse } from './limit-use.js';

const dayMs = 24 * 60 * 60 * 1_000;
const month: KeyLimit = {
  ...{ name: 'month', kind: 'credits', credits: 1_000, refill: { amount: 1_000, every: 'P30D' } },
};
const once: KeyLimit = { name: 'once', kind: 'credits', credits: 500, refill: null };

describe('the use of a quota', () => {
  it('is told of what lasts a day or longer', () => {
    const fixed = (window: string): KeyLimit => ({ name: 'f', kind: 'fixed', requests: 9, window });
    expect([month, once, fixed('P1D')].map(compileQuota)).not.toContain(null);
    expect(compileQuota(fixed('PT1H'))).toBeNull();
    expect(compileQuota({ name: 's', kind: 'sliding', requests: 9, window: 'P7D' })).toBeNull();
  });

  it('is what is taken in the period of now', () => {
    const period = { periodStartedAtMs: 60 * dayMs, periodEndsAtMs: 90 * dayMs };
    const use = (slot: number) => quotaUse(compileLimit(month), { slot, taken: [850] }, 70 * dayMs);
    expect(use(2)).toEqual({ name: 'month', limit: 1_000, used: 850, ...period });
    expect(use(1)).toEqual({ name: 'month', limit: 1_000, used: 0, ...period });
    expect(quotaUse(compileLimit(month), null, 70 * dayMs)).toMatchObject({ used: 0 });
  });

  it('has no period where nothing comes back', () => {
    expect(quotaUse(compileLimit(once), { slot: 0, taken: [400] }, 70 * dayMs)).toEqual({
      ...{ name: 'once', limit: 500, used: 400, periodStartedAtMs: null, periodEndsAtMs: null },
    });
  });
});
