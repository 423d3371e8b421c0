import { describe, expect, it } from '@jest/globals';
import type { Schemas } from '../api/client.js';
import { bulkPlan, isApplicable, wantedOf } from './bulk-plan.js';

const anything = () => true;

function reviewed(id: string, proposal: Partial<Schemas['ReviewProposal']> | null): Schemas['ReviewedKey'] {
  const nothing = { scopes: null, ipAllowlist: null, expiresAt: null, revoke: false };
  return {
    key: { id, revision: 3 },
    proposal: proposal === null ? null : { ...nothing, ...proposal },
  } as unknown as Schemas['ReviewedKey'];
}

const narrowed = reviewed('narrowed', { scopes: ['orders:List'], revoke: true });
const unused = reviewed('unused', { revoke: true });
const fine = reviewed('fine', null);

describe('proposals of several keys', () => {
  it('end no key unless that is chosen, and only where nothing milder is proposed', () => {
    const keys = [narrowed, unused, fine];
    const partsWith = (revoking: boolean) =>
      bulkPlan(keys, { revoking, mayApply: anything }).map(({ parts }) => parts);
    expect(partsWith(false)).toEqual([['scopes'], [], []]);
    expect(partsWith(true)).toEqual([['scopes'], ['revoke'], []]);
  });

  it('are sent at the revision that was shown, without keys that are left alone', () => {
    const plan = bulkPlan([narrowed, unused], { revoking: false, mayApply: anything });
    expect(wantedOf(plan)).toEqual([{ keyId: 'narrowed', revision: 3, apply: ['scopes'] }]);
  });

  it('hold what somebody may do', () => {
    const plan = bulkPlan([narrowed], { revoking: true, mayApply: (part) => part !== 'scopes' });
    expect(plan[0]?.parts).toEqual(['revoke']);
    expect(isApplicable(narrowed, () => false)).toBe(false);
    expect([narrowed, fine].map((key) => isApplicable(key, anything))).toEqual([true, false]);
  });
});
