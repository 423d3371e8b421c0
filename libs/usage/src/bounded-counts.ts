/** Stands for all names beyond a bound. Nothing is called this: operations and networks have no parentheses. */
export const otherName = '(other)';

/** Before every name, so that requests without a name always have a count of their own. */
const none = '';

/**
 * Counts by name with a bound on how many have one of their own: the alphabetically first ones. A name
 * among the first of all is among the first of every part, so it never lost a request to the rest on the way: counting
 * in parts and adding them up gives the same as counting all at once. (Keeping the most frequent, or the first seen,
 * would not.)
 */
export class BoundedCounts {
  private readonly counts = new Map<string, number>();
  private others = 0;

  constructor(private readonly namesMax: number) {}

  /** Null: there was none. */
  add(given: string | null, requests: number): void {
    if (given === otherName) {
      this.others += requests;
      return;
    }
    const name = given ?? none;
    const count = this.counts.get(name);
    this.counts.set(name, (count ?? 0) + requests);
    if (count === undefined && this.counts.size > this.namesMax) this.evict();
  }

  *entries(): Iterable<readonly [name: string | null, requests: number]> {
    for (const [name, requests] of this.counts) yield [name === none ? null : name, requests];
    if (this.others > 0) yield [otherName, this.others];
  }

  private evict(): void {
    let last = none;
    for (const name of this.counts.keys()) if (name > last) last = name;
    this.others += this.counts.get(last) ?? 0;
    this.counts.delete(last);
  }
}
