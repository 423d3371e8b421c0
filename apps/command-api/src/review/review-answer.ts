import type { ReviewAnswer } from '@keyledger/contracts';
import { proposesNothing } from '@keyledger/usage';
import { keyAnswer, permissionsAnswer } from '../keys/key-answer.js';
import type { ReviewedKey } from './key-scan.js';

const dayMs = 86_400_000;
const sharedNetworksShownMax = 20;

type ItemAnswer = ReviewAnswer['items'][number];

/** `now` in epoch milliseconds. */
export function reviewedKeyAnswer(
  { key, uses, use, review, sharedNetworks }: ReviewedKey,
  now: number,
): ItemAnswer {
  return {
    key: keyAnswer(key, uses),
    findings: [...review.findings],
    ageDays: Math.max(0, Math.floor((now - Date.parse(key.createdAt)) / dayMs)),
    usedOperations: mostFirst(use.operations).map(([operation, count]) => ({ operation, count })),
    usedNetworks: mostFirst(use.networks).map(([network, count]) => ({ network, count })),
    sharedNetworks: sharedNetworks.slice(0, sharedNetworksShownMax),
    unusedScopes: [...review.unusedScopes],
    unusedAddresses: [...review.unusedEntries],
    proposal: proposalAnswer(key, review.proposal),
  };
}

function proposalAnswer(
  { profile }: ReviewedKey['key'],
  proposal: ReviewedKey['review']['proposal'],
): ItemAnswer['proposal'] {
  if (proposesNothing(proposal)) return null;
  const { scopes, ipAllowlist, expiresAt, revoke } = proposal;
  return {
    scopes: scopes === null ? null : [...scopes],
    permissions: scopes === null ? null : permissionsAnswer({ profile, scopes }),
    ipAllowlist: ipAllowlist === null ? null : { enforced: true, entries: [...ipAllowlist.entries] },
    expiresAt,
    revoke,
  };
}

function mostFirst(counts: ReadonlyMap<string | null, number>): [string | null, number][] {
  return [...counts].sort(([, left], [, right]) => right - left);
}
