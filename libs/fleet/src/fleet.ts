/**
 * How long the register remembers a verifier whose lease has ended without a word: until then it counts, as one that
 * may still be giving verdicts for as long as its staleness bound. Longer than it goes on by itself (`detachedMsMax`).
 */
export const lapsedKeptMs = 24 * 60 * 60 * 1_000;
/** The same of a local verifier (`localDetachedMsMax`). */
export const localLapsedKeptMs = 60 * 60 * 1_000;
/** Local verifiers that one service key may have on the register, lapsed ones included. */
export const localVerifiersMax = 200;

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

/** `local`: in a customer's process, entered by a verifier on its behalf. */
export type MemberKind = 'verifier' | 'local';

export interface FleetRow {
  /** Of this registration; another with every start. */
  readonly id: string;
  readonly kind: MemberKind;
  /** Where it runs: `host:port`; of a local one the id of its service key, a slash, and what it calls itself. */
  readonly name: string;
  readonly state: MemberState;
  /** Reported to have been applied. */
  readonly position: bigint;
  readonly stalenessMaxMs: number;
  readonly registeredAt: Date;
  readonly reportedAt: Date;
  readonly leasedUntil: Date;
}

/** What is known of verifiers. */
export interface FleetView {
  /** All that have not left, as of a moment after it was asked. */
  present(): Promise<readonly FleetRow[]>;
}
