/** How long a registration lasts that is not renewed, by the register's clock. */
export const leaseMs = 15_000;
/** Two renewals may be lost before a lease ends. */
export const renewalsPerLease = 3;

/**
 * Whoever has not renewed for this long, by either of its own clocks, stops proving anything: with the largest staleness
 * bound (10 minutes) and clocks whose rates are 4 % off, that is well before the register forgets it.
 */
export const detachedMsMax = 22 * 60 * 60 * 1_000;
/** The same of a local verifier, which the register forgets after an hour. */
export const localDetachedMsMax = 45 * 60 * 1_000;
/** No local verifier has a larger staleness bound. */
export const localStalenessMsMax = 60_000;

export interface NewMember {
  readonly id: string;
  /** A place: no other running process has this name. */
  readonly name: string;
  readonly stalenessMaxMs: number;
  readonly position: bigint;
}

/** What a verifier tells of itself. Everything may reject while the register is away. */
export interface FleetRegister {
  /** Durable when it resolves; may be repeated with the same id. */
  register(member: NewMember): Promise<void>;
  /** Renews the lease and reports. False: the register does not know it (any more). */
  renew(id: string, position: bigint): Promise<boolean>;
  leave(id: string): Promise<void>;
}
