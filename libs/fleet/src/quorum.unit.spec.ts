import { describe, expect, it } from '@jest/globals';
import { verifiersMax } from './fleet.js';
import { isComplete, outcomeOf, silentMsMax } from './quorum.js';

const position = 10n;
const stalenessMaxMs = 5_000;
const live = { kind: 'verifier', state: 'live', position: 9n, stalenessMaxMs } as const;
const lapsed = { ...live, state: 'lapsed' } as const;
const local = { ...lapsed, kind: 'local' } as const;
const late = { elapsedMs: 1_000_000, refusedWhenStale: true };
const applied = { ...live, position } as const;

describe('what is known of a verifier', () => {
  it.each([
    ['applied', applied, 0],
    ['applied', { ...applied, state: 'lapsed' }, 0],
    ['missing', live, 0],
    ['missing', live, 1_000_000],
    ['missing', lapsed, silentMsMax(stalenessMaxMs) - 1],
    ['refusing', lapsed, silentMsMax(stalenessMaxMs)],
  ] as const)('is %s of %j after %i ms', (outcome, member, elapsedMs) => {
    expect(outcomeOf(member, position, { elapsedMs, refusedWhenStale: true })).toBe(outcome);
  });

  it('is never refusing where those that hear nothing may accept, unless it is a local one', () => {
    const waited = { ...late, refusedWhenStale: false };
    expect(outcomeOf(lapsed, position, waited)).toBe('missing');
    expect(outcomeOf(local, position, waited)).toBe('refusing');
    expect(outcomeOf({ ...local, state: 'live' }, position, waited)).toBe('missing');
  });

  it('has a bound that clocks may be 4 % off from', () => {
    expect(silentMsMax(stalenessMaxMs) * 0.96).toBeGreaterThan(stalenessMaxMs * 1.04);
    expect(silentMsMax(600_000) * 0.96).toBeGreaterThan(600_000 * 1.04);
  });
});

describe('a confirmation', () => {
  it('is complete when nobody is missing', () => {
    expect(isComplete([], position, { ...late, elapsedMs: 0 })).toBe(true);
    expect(isComplete([applied, lapsed], position, late)).toBe(true);
    expect(isComplete([applied, live], position, late)).toBe(false);
  });

  it('is never complete where there may be more verifiers than are known', () => {
    const many = Array.from({ length: verifiersMax + 1 }, () => applied);
    expect(isComplete(many.slice(1), position, { ...late, elapsedMs: 0 })).toBe(true);
    expect(isComplete(many, position, { ...late, elapsedMs: 0 })).toBe(false);
  });
});
