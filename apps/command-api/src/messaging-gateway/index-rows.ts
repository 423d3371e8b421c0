import type { VerificationAccountRow, VerificationKeyRow } from '@keyledger/contracts';
import type { OpenAccountState, Rotation } from '@keyledger/domain';
import type { FoundKey } from '../ledger/ledger.js';

/** Without the catalogue: whether a key may be used at all does not depend on it. */
export function accountRow({
  accountId,
  apiAccess,
  profile,
  email,
}: OpenAccountState): VerificationAccountRow {
  return { kind: 'account', accountId, apiAccess, profile, email, catalogue: null };
}

export function keyRow({ state, digest }: FoundKey): VerificationKeyRow {
  const { keyId, accountId, status, scopes, ipAllowlist, limits, expiresAt, rotation } = state;
  return {
    kind: 'key',
    keyId,
    accountId,
    digest,
    status,
    scopes,
    ipAllowlist,
    ...(limits.length > 0 && { limits }),
    expiresAt,
    successorId: rotation?.successorId ?? null,
    overlapEndsAt: rotation === null ? null : overlapEndOf(rotation),
  };
}

/** What was recorded as over is over, whatever the clock says. */
function overlapEndOf({ overlap, completed }: Rotation): string | null {
  return completed ? new Date(0).toISOString() : overlap.endsAt;
}
