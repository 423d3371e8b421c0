import type { Surges } from './surges.js';

/** How many requests a key makes, by hour of the week. Plain JSON. */
export interface KeptBaseline {
  /** First and last hour that it knows; null: none yet. */
  readonly from: number | null;
  readonly to: number;
  /** Mean of each hour of the week, packed. */
  readonly cells: string;
  /** Of requests above what was expected: variance over mean. */
  readonly dispersion: number;
  /** What the last day brought, and what it was expected to bring. */
  readonly recent: number;
  readonly recentExpected: number;
  /** Requests of the largest hour of all. */
  readonly peak: number;
  readonly surges: Surges;
}

export const emptyBaseline: KeptBaseline = {
  from: null,
  to: 0,
  cells: '',
  dispersion: 1,
  recent: 0,
  recentExpected: 0,
  peak: 0,
  surges: [],
};
