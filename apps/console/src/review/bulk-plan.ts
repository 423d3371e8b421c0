import type { Schemas } from '../api/client.js';
import { type ProposalPart, partsOf } from './proposal-parts.js';

type Reviewed = Schemas['ReviewedKey'];

export interface PlannedKey {
  readonly reviewed: Reviewed;
  /** Empty: the key is left alone. */
  readonly parts: readonly ProposalPart[];
}

export interface BulkChoice {
  /** Whether keys are ended for which nothing milder is proposed. */
  readonly revoking: boolean;
  readonly mayApply: (part: ProposalPart) => boolean;
}

/** Whether there is anything to apply by somebody who may apply such parts. */
export function isApplicable({ proposal }: Reviewed, mayApply: (part: ProposalPart) => boolean): boolean {
  return proposal !== null && partsOf(proposal).some(mayApply);
}

/** What would be done to each of several keys. */
export function bulkPlan(
  chosen: readonly Reviewed[],
  { revoking, mayApply }: BulkChoice,
): readonly PlannedKey[] {
  return chosen.map((reviewed) => {
    const parts = reviewed.proposal === null ? [] : partsOf(reviewed.proposal).filter(mayApply);
    const mild = parts.filter((part) => part !== 'revoke');
    return { reviewed, parts: mild.length > 0 || !revoking ? mild : parts };
  });
}

export function wantedOf(plan: readonly PlannedKey[]): readonly Schemas['WantedProposal'][] {
  return plan
    .filter(({ parts }) => parts.length > 0)
    .map(({ reviewed: { key }, parts }) => ({ keyId: key.id, revision: key.revision, apply: [...parts] }));
}
