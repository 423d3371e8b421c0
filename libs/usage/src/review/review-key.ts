import type { Finding } from '@keyledger/contracts';
import { type IpAllowlist, rotationDueAfterMs } from '@keyledger/domain';
import { type ReviewedKey, findingsOn, isOutOfUse } from './findings.js';
import { type UsedNetworks, auditAddresses } from './smallest-address-list.js';
import {
  type AuditedKey,
  type UsedOperationNames,
  type UsedOperations,
  auditScopes,
} from './smallest-grant.js';

const dayMs = 86_400_000;

/** What findings depend on. */
export interface CountedKey extends ReviewedKey, AuditedKey {}

export interface HeldByKey extends CountedKey {
  readonly ipAllowlist: IpAllowlist;
}

/** Accepted requests in the time that is looked at. */
export interface UsedByKey {
  readonly operations: UsedOperations;
  readonly networks: UsedNetworks;
  /** Networks of late that keys of the other side came from as well: production, or anything else. */
  readonly sharedNetworks: readonly string[];
}

/** What would make a key hold no more than it needs. Null: nothing to be proposed. */
export interface KeyProposal {
  readonly scopes: readonly string[] | null;
  readonly ipAllowlist: IpAllowlist | null;
  /** ISO 8601 UTC with milliseconds. */
  readonly expiresAt: string | null;
  /** Nobody uses it. */
  readonly revoke: boolean;
}

export interface KeyReview {
  readonly findings: readonly Finding[];
  readonly unusedScopes: readonly string[];
  readonly unusedEntries: readonly string[];
  readonly proposal: KeyProposal;
}

/** What a key holds against what it used, and the least that would have done (WX-10, WX-11). `now`: epoch milliseconds. */
export function reviewKey(key: HeldByKey, used: UsedByKey, now: number): KeyReview {
  const { unusedScopes, smallest: scopes } = auditScopes(key, used.operations);
  const { unusedEntries, smallest: entries } = auditAddresses(key.ipAllowlist, used.networks);
  const use = { isOverScoped: scopes !== null, isShared: used.sharedNetworks.length > 0 };
  return {
    findings: findingsOn(key, use, now),
    unusedScopes,
    unusedEntries,
    proposal: {
      scopes,
      ipAllowlist: entries === null ? null : { enforced: true, entries },
      expiresAt: key.expiresAt === null ? proposedExpiry(now) : null,
      revoke: isOutOfUse(key, now),
    },
  };
}

/** What `reviewKey` finds, for whoever needs no proposals. */
export function findingsOf(
  key: CountedKey,
  used: { readonly operations: UsedOperationNames; readonly isShared: boolean },
  now: number,
): readonly Finding[] {
  const isOverScoped = auditScopes(key, used.operations).smallest !== null;
  return findingsOn(key, { isOverScoped, isShared: used.isShared }, now);
}

export function proposesNothing({ scopes, ipAllowlist, expiresAt, revoke }: KeyProposal): boolean {
  return scopes === null && ipAllowlist === null && expiresAt === null && !revoke;
}

/** Until it should have been rotated (XN-10), to the end of that day, so that it is the same however often it is asked for. */
function proposedExpiry(now: number): string {
  return new Date(Math.ceil((now + rotationDueAfterMs) / dayMs) * dayMs).toISOString();
}
