import type { CompiledIpAllowlist, CompiledScopes, KeyStatus } from '@keyledger/domain';
import type { SharedValue } from './shared-values.js';

/** What all keys of one account have in common. */
export interface AccountEntry {
  readonly accountId: string;
  /** The company-wide switch (XD-4). */
  apiAccess: boolean;
}

/** One key, as small as a verdict allows: a million of them are held in memory. */
export interface KeyEntry {
  readonly keyId: string;
  readonly account: AccountEntry;
  status: KeyStatus;
  scopes: SharedValue<CompiledScopes>;
  /** Null: any address will do, since the list is off or has no entry (XD-5). */
  ipAllowlist: SharedValue<CompiledIpAllowlist> | null;
  /** Epoch milliseconds; Infinity: does not expire. */
  expiresAtMs: number;
}

export function expiresAtMsOf(expiresAt: string | null): number {
  if (expiresAt === null) return Infinity;
  const instant = Date.parse(expiresAt);
  // An instant that we cannot read must not make a key eternal.
  return Number.isNaN(instant) ? -Infinity : instant;
}
