import type { Random } from './random.js';

export const hourMs = 3_600_000;
export const dayHours = 24;

/** A request before it has a time. */
export interface Draw {
  readonly address: string;
  readonly agent: string;
  readonly operation: string;
  readonly code: string;
  /** It comes within this time of the hour's start; else at any time of the hour. */
  readonly spanMs?: number;
}

/** Something that is out of the ordinary, wanted or not, in some hours of a key's life. Hours count from the epoch. */
export interface Happening {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  /** Times the ordinary traffic. */
  readonly factor?: number;
  /** Where the key is used from, from then on, whatever `to` says. */
  readonly home?: readonly string[];
  readonly extra?: (random: Random, hour: number) => readonly Draw[];
}
