/** How long a registration lasts that is not renewed, by the database's clock. */
export const leaseMs = 15_000;
/** Two renewals may be lost before a lease ends. */
export const renewalsPerLease = 3;

/**
 * How long the register remembers a verifier whose lease has ended without a word: until then it counts, as one that
 * may still be giving verdicts for as long as its staleness bound.
 */
export const lapsedKeptMs = 24 * 60 * 60 * 1_000;
/**
 * So whoever has not renewed for this long, by either of its own clocks, stops proving anything: with the largest
 * staleness bound (10 minutes) and clocks whose rates are 4 % off, that is well before it is forgotten.
 */
export const detachedMsMax = 22 * 60 * 60 * 1_000;

/** More than this cannot be waited for: then no confirmation is complete. */
export const verifiersMax = 2_000;

/** Reports that are kept of each verifier. */
export const reportsMax = 1_000;
export const acceptancesKeptMs = 7 * 24 * 60 * 60 * 1_000;

/** PostgreSQL's channel on which register and reports are told of. */
export const fleetChannel = 'keyledger_fleet';

/**
 * `live`: it has a lease. `lapsed`: its lease has ended without a word, so it may have died, or be cut off. `left`: it has
 * said goodbye after its last verdict.
 */
export type MemberState = 'live' | 'lapsed' | 'left';

export interface FleetRow {
  /** Of this registration; another with every start. */
  readonly id: string;
  /** Where it runs: `host:port`. */
  readonly name: string;
  readonly state: MemberState;
  /** Reported to have been applied. */
  readonly position: bigint;
  readonly stalenessMaxMs: number;
  readonly registeredAt: Date;
  readonly reportedAt: Date;
  readonly leasedUntil: Date;
}

export interface NewMember {
  readonly id: string;
  readonly name: string;
  readonly stalenessMaxMs: number;
  readonly position: bigint;
}

/** What a verifier tells of itself. Everything may reject while the database is away. */
export interface FleetRegister {
  /** Durable when it resolves; may be repeated with the same id. */
  register(member: NewMember): Promise<void>;
  /** Renews the lease and reports. False: the register does not know it (any more). */
  renew(id: string, position: bigint): Promise<boolean>;
  leave(id: string): Promise<void>;
}

/** What is known of verifiers. */
export interface FleetView {
  /** All that have not left, as of a moment after it was asked. */
  present(): Promise<readonly FleetRow[]>;
}
