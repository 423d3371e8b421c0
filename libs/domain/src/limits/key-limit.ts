/** At most so many requests in a period. */
export interface RequestLimit {
  readonly name: string;
  /**
   * `fixed`: in each period of the calendar, which all begin at multiples of `window` since 1970 (UTC). `sliding`: in any
   * period of that length, whenever it begins.
   */
  readonly kind: 'fixed' | 'sliding';
  readonly requests: number;
  /** ISO 8601 duration. */
  readonly window: string;
}

/** A store of requests, each of which takes one. */
export interface CreditLimit {
  readonly name: string;
  readonly kind: 'credits';
  /** What is there at first, and at most. */
  readonly credits: number;
  /** Null: what is spent is gone. Otherwise so much comes back at each multiple of `every` since 1970 (UTC). */
  readonly refill: CreditRefill | null;
}

export interface CreditRefill {
  readonly amount: number;
  /** ISO 8601 duration. */
  readonly every: string;
}

/** What a key may spend; a request takes one of each of the key's limits, or none of any. */
export type KeyLimit = RequestLimit | CreditLimit;
