import { type ProposalPart, proposalParts } from '@keyledger/contracts';
import {
  type ExistingKey,
  type Granting,
  type KeyCommand,
  type KeyState,
  type Refusal,
  isRefusal,
  keyDecider,
} from '@keyledger/domain';
import type { KeyProposal } from '@keyledger/usage';

/** A part of a proposal as the ordinary command that it is. */
export interface PlannedPart {
  readonly part: ProposalPart;
  readonly command: KeyCommand;
}

/** Who hands out what, and when; `at` in epoch milliseconds. */
export type Applying = Granting & { readonly at: number };

/** Recorded with a revocation. */
export const revocationComment = 'Review: nobody has used it for 90 days.';

/** What is wanted of a proposal and is in it, in the order of `proposalParts`. A key that goes needs nothing else. */
export function planOf(
  { keyId }: Pick<ExistingKey, 'keyId'>,
  proposal: KeyProposal,
  wanted: readonly ProposalPart[],
  applying: Applying,
): readonly PlannedPart[] {
  const planned = proposalParts
    .filter((part) => wanted.includes(part))
    .flatMap((part) => {
      const command = commandOf(part, keyId, proposal, applying);
      return command === null ? [] : [{ part, command }];
    });
  const revoking = planned.filter(({ part }) => part === 'revoke');
  return revoking.length > 0 ? revoking : planned;
}

/** The refusal of the first command that would be refused, each after those before it; null: none would. */
export function foreseenRefusal(key: ExistingKey, plan: readonly PlannedPart[]): Refusal | null {
  let state: KeyState = key;
  for (const { command } of plan) {
    const decision = keyDecider.decide(command, state);
    if (isRefusal(decision)) return decision;
    state = decision.reduce(keyDecider.evolve, state);
  }
  return null;
}

function commandOf(
  part: ProposalPart,
  keyId: string,
  { scopes, ipAllowlist, expiresAt, revoke }: KeyProposal,
  { at, catalogue, grantorScopes }: Applying,
): KeyCommand | null {
  const base = { keyId, at, grantorScopes };
  switch (part) {
    case 'scopes':
      return scopes === null ? null : { type: 'ChangeScopes', ...base, scopes, catalogue };
    case 'ip-allowlist':
      return ipAllowlist === null ? null : { type: 'UpdateIpAllowlist', ...base, ...ipAllowlist };
    case 'expiry':
      return expiresAt === null ? null : { type: 'ChangeExpiry', ...base, expiresAt };
    case 'revoke':
      return revoke ? { type: 'RevokeKey', keyId, at, reason: 'unused', comment: revocationComment } : null;
  }
}
