import type { ReasonCode } from '@keyledger/domain';

/** What the caller knows of a key from its events and settings. Instants are epoch milliseconds. */
export interface KeyContext {
  readonly keyId: string;
  readonly accountId: string;
  readonly createdAtMs: number;
  /** Null: it can still be used. */
  readonly ended: KeyEnd | null;
  readonly expiresAtMs: number | null;
  /** Entries of its address list where that is enforced: somebody vouched for them. Empty: there is none. */
  readonly allowedNetworks: readonly string[];
  /** Which keys of its account, itself among them, have used for a while, as `networkOf`. */
  readonly accountNetworks: ReadonlySet<string>;
  /** Null: it has no successor. */
  readonly rotation: RotationContext | null;
  /** Empty: none is set, or it is not known how much of them is spent (only sweeps are told). */
  readonly quotas: readonly QuotaContext[];
}

export interface KeyEnd {
  readonly how: 'revoked' | 'expired' | 'rotated';
  readonly atMs: number;
  /** Of a revocation. */
  readonly reason: ReasonCode | null;
}

export interface RotationContext {
  readonly successorId: string;
  readonly startedAtMs: number;
  /** Null: it lasts until the old key is drained. */
  readonly overlapEndsAtMs: number | null;
  /** Null: not yet. */
  readonly successorLastUsedAtMs: number | null;
}

export interface QuotaContext {
  readonly name: string;
  /** Requests that the period allows. */
  readonly limit: number;
  readonly used: number;
  /** Null: what is spent does not come back. */
  readonly periodStartedAtMs: number | null;
  readonly periodEndsAtMs: number | null;
}
