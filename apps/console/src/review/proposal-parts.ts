import type { SystemOperation } from '@keyledger/domain';
import type { Schemas } from '../api/client.js';

export type ProposalPart = Schemas['ProposalPart'];
type ReviewProposal = Schemas['ReviewProposal'];

/** What somebody has to be allowed who applies a part. */
export const requirementOf = {
  scopes: 'ChangeScopes',
  'ip-allowlist': 'UpdateIpAllowlist',
  expiry: 'ChangeExpiry',
  revoke: 'RevokeKey',
} as const satisfies Record<ProposalPart, SystemOperation>;

/** What a proposal has something to say about; who revokes a key need not change it first. */
export function partsOf(proposal: ReviewProposal): readonly ProposalPart[] {
  const { scopes, ipAllowlist, expiresAt, revoke } = proposal;
  return [
    ...(scopes === null ? [] : (['scopes'] as const)),
    ...(ipAllowlist === null ? [] : (['ip-allowlist'] as const)),
    ...(expiresAt === null ? [] : (['expiry'] as const)),
    ...(revoke ? (['revoke'] as const) : []),
  ];
}

/** What is ticked when the proposal is opened: everything that can be undone; only where there is nothing else, ending the key. */
export function partsTickedAtFirst(parts: readonly ProposalPart[]): readonly ProposalPart[] {
  const mild = parts.filter((part) => part !== 'revoke');
  return mild.length > 0 ? mild : parts;
}

export interface ListDifference {
  readonly kept: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** From what is held to what is proposed, each side in its own order. */
export function listDifference(held: readonly string[], proposed: readonly string[]): ListDifference {
  return {
    kept: proposed.filter((entry) => held.includes(entry)),
    removed: held.filter((entry) => !proposed.includes(entry)),
    added: proposed.filter((entry) => !held.includes(entry)),
  };
}
