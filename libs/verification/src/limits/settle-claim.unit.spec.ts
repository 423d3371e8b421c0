import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompiledLimit } from './compiled-limit.js';
import { type Claim, type CounterState, forgettableFromMs, settleClaim } from './settle-claim.js';
import { creditLimit, fixedLimit, slidingLimit } from './spec-owner.js';

const claim = (limit: CompiledLimit, want: number, more: Partial<Claim> = {}): Claim => ({
  ...{ keyId: 'key_1', limit, want, returned: null, debt: 0 },
  ...more,
});
const at = (nowMs: number, verifiers = 1) => ({ nowMs, verifiers });

/** Takes until nothing is given any more; how much that was. */
function drain(limit: CompiledLimit, before: CounterState | null, nowMs: number): [number, CounterState] {
  let state = before;
  let total = 0;
  for (;;) {
    const settled = settleClaim(state, claim(limit, 1_000), at(nowMs));
    state = settled.state;
    if (settled.grant.granted === 0) return [total, state];
    total += settled.grant.granted;
  }
}

describe('settleClaim', () => {
  it('gives a fixed window out to the last request, and anew when the next begins', () => {
    const limit = fixedLimit(100);
    const [first, spent] = drain(limit, null, 59_000);
    expect(first).toBe(100);
    const refusal = settleClaim(spent, claim(limit, 1), at(59_400)).grant;
    expect(refusal).toEqual({ granted: 0, slot: 0, endsInMs: 600, remaining: 0, moreInMs: 600 });
    expect(drain(limit, spent, 60_000)[0]).toBe(100);
  });

  it('gives each of several verifiers a part', () => {
    const { grant } = settleClaim(null, claim(fixedLimit(100), 1_000), at(0, 5));
    expect(grant).toMatchObject({ granted: 10, remaining: 90 });
  });

  it('gives no more than is wanted', () => {
    expect(settleClaim(null, claim(fixedLimit(100), 3), at(0)).grant.granted).toBe(3);
  });

  it('gives out again what is returned, while it counts', () => {
    const limit = slidingLimit(10);
    const [, spent] = drain(limit, null, 0);
    const returned = { slot: 0, count: 4 };
    expect(settleClaim(spent, claim(limit, 0, { returned }), at(30_000)).grant.remaining).toBe(4);
    const never = { slot: 99, count: 4 };
    expect(settleClaim(spent, claim(limit, 0, { returned: never }), at(30_000)).grant.remaining).toBe(0);
  });

  it('counts what was admitted without a share, beyond the limit even', () => {
    const limit = fixedLimit(10);
    const { state, grant } = settleClaim(null, claim(limit, 5, { debt: 12 }), at(0));
    expect(grant).toMatchObject({ granted: 0, remaining: 0, moreInMs: 60_000 });
    expect(state.taken).toEqual([12]);
  });

  it('remembers a sliding window for its length and at most a tenth longer', () => {
    const limit = slidingLimit(10);
    const [, spent] = drain(limit, null, 3_000);
    expect(settleClaim(spent, claim(limit, 1), at(4_000)).grant.moreInMs).toBe(62_000);
    expect(drain(limit, spent, 65_999)[0]).toBe(0);
    expect(drain(limit, spent, 66_000)[0]).toBe(10);
  });

  it('gives back credits with each refill, never more than there are at most', () => {
    const limit = creditLimit(10, { amount: 3, every: 'PT1M' });
    const [, spent] = drain(limit, null, 0);
    expect(settleClaim(spent, claim(limit, 1), at(50_000)).grant.moreInMs).toBe(10_000);
    expect(drain(limit, spent, 60_000)[0]).toBe(3);
    expect(drain(limit, spent, 180_000)[0]).toBe(9);
    expect(drain(limit, spent, 86_400_000)[0]).toBe(10);
  });

  it('never gives back credits without a refill', () => {
    const limit = creditLimit(10);
    const [total, spent] = drain(limit, null, 0);
    expect(total).toBe(10);
    const { grant } = settleClaim(spent, claim(limit, 1), at(10 ** 12));
    expect(grant).toEqual({ granted: 0, slot: 0, endsInMs: null, remaining: 0, moreInMs: null });
    expect(forgettableFromMs(spent, limit)).toBeNull();
  });

  it('gives more out where the count is raised, and no less than none where it is lowered', () => {
    const [, spent] = drain(fixedLimit(10), null, 0);
    expect(drain(fixedLimit(15), spent, 0)[0]).toBe(5);
    expect(drain(fixedLimit(5), spent, 0)[0]).toBe(0);
  });

  it('does not count anew where a clock went back', () => {
    const limit = fixedLimit(10);
    const [, spent] = drain(limit, null, 120_000);
    expect(drain(limit, spent, 119_999)[0]).toBe(0);
  });

  const limits = fc.oneof(
    fc.integer({ min: 1, max: 50 }).map((requests) => fixedLimit(requests)),
    fc.integer({ min: 1, max: 50 }).map((requests) => slidingLimit(requests)),
    fc.integer({ min: 1, max: 50 }).map((credits) => creditLimit(credits)),
    fc.integer({ min: 1, max: 50 }).map((credits) => creditLimit(credits, { amount: 1, every: 'PT1M' })),
  );
  const claims = fc.array(
    fc.record({ passMs: fc.nat(30_000), want: fc.nat(20), verifiers: fc.integer({ min: 1, max: 5 }) }),
    { maxLength: 60 },
  );

  it('never gives out more than the limit in any period of a sliding window, and of a fixed one', () => {
    fc.assert(
      fc.property(limits, claims, (limit, asked) => {
        fc.pre(limit.refusal === 'RATE_LIMITED');
        let state: CounterState | null = null;
        let nowMs = 0;
        const given: { readonly atMs: number; readonly count: number }[] = [];
        for (const { passMs, want, verifiers } of asked) {
          nowMs += passMs;
          const settled = settleClaim(state, claim(limit, want), { nowMs, verifiers });
          state = settled.state;
          given.push({ atMs: nowMs, count: settled.grant.granted });
          const isWithin = (atMs: number): boolean =>
            limit.slots === 1
              ? Math.floor(atMs / 60_000) === Math.floor(nowMs / 60_000)
              : atMs > nowMs - 60_000;
          const inPeriod = given.filter(({ atMs }) => isWithin(atMs));
          expect(inPeriod.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(limit.capacity);
        }
      }),
    );
  });

  it('forgets nothing that still counts', () => {
    fc.assert(
      fc.property(limits, claims, (limit, asked) => {
        let state: CounterState | null = null;
        let nowMs = 0;
        for (const { passMs, want } of asked) {
          nowMs += passMs;
          ({ state } = settleClaim(state, claim(limit, want), at(nowMs)));
        }
        if (state === null) return;
        const fromMs = forgettableFromMs(state, limit);
        if (fromMs === null) return;
        expect(drain(limit, state, fromMs)[0]).toBe(limit.capacity);
      }),
    );
  });

  it('says rightly when there is more', () => {
    fc.assert(
      fc.property(limits, claims, fc.nat(100_000), (limit, asked, laterMs) => {
        let state: CounterState | null = null;
        let nowMs = 0;
        for (const { passMs, want } of asked) {
          nowMs += passMs;
          ({ state } = settleClaim(state, claim(limit, want), at(nowMs)));
        }
        const { moreInMs } = settleClaim(state, claim(limit, 1), at(nowMs)).grant;
        if (moreInMs === null) return;
        expect(settleClaim(state, claim(limit, 1), at(nowMs + moreInMs)).grant.granted).toBe(1);
        const earlierMs = nowMs + Math.min(laterMs, moreInMs - 1);
        expect(settleClaim(state, claim(limit, 1), at(earlierMs)).grant.granted).toBe(0);
      }),
    );
  });
});
