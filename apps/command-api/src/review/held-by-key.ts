import { type Environment, type IpAllowlist, type ProfileId, profileOf } from '@keyledger/domain';
import type { KeyUse } from '@keyledger/read-models';
import { type CountedKey, type HeldByKey, type KeyReview, reviewKey } from '@keyledger/usage';
import type { LastUses } from '../usage/usage-reader.js';
import type { ReviewedAccount } from './reviewed-account.js';

/** What a key is, whether the read model says so or the log. */
export interface KeyToReview {
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly environment: Environment | null;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  readonly profile: ProfileId;
  readonly rotationDue: boolean;
}

/** With when it was used last, as it is reviewed. */
export function heldByKey(key: KeyToReview, { lastUsed }: LastUses, account: ReviewedAccount): HeldByKey {
  return { ...countedKey(key, lastUsed?.at ?? null, account), ipAllowlist: key.ipAllowlist };
}

/** `lastUsedAt`: ISO 8601; null: never. */
export function countedKey(
  key: Omit<KeyToReview, 'ipAllowlist'>,
  lastUsedAt: string | null,
  account: ReviewedAccount,
): CountedKey {
  const { expiresAt, environment, scopes, rotationDue } = key;
  return {
    ...{ expiresAt, environment, scopes, rotationDue },
    createdAtMs: Date.parse(key.createdAt),
    lastUsedAtMs: lastUsedAt === null ? null : Date.parse(lastUsedAt),
    permissions: profileOf(key.profile).permissions,
    catalogue: account.catalogue,
  };
}

/** Keys that say nothing of their environment are on neither side, and share nothing with the other. */
export function sharedNetworks(
  { environment }: Pick<KeyToReview, 'environment'>,
  { recentNetworks }: Pick<KeyUse, 'recentNetworks'>,
  { crossing }: ReviewedAccount,
): readonly string[] {
  return environment === null ? [] : recentNetworks.filter((network) => crossing.has(network));
}

export function reviewOf(held: HeldByKey, use: KeyUse, shared: readonly string[], now: number): KeyReview {
  const { operations, networks } = use;
  return reviewKey(held, { operations, networks, sharedNetworks: shared }, now);
}
