/** A name, and the first and last hour in which it was seen. */
export type KeptName = readonly [name: string, first: number, last: number];

/** Names (networks, agents, operations) with a bound: those that were not seen for longest are forgotten. */
export class RecentNames {
  private readonly names = new Map<string, KeptName>();

  constructor(
    kept: readonly KeptName[],
    private readonly namesMax: number,
  ) {
    for (const name of kept) this.names.set(name[0], name);
  }

  keep(): readonly KeptName[] {
    return [...this.names.values()];
  }

  /** Hours in which the name was seen first; undefined: never, or it is forgotten. */
  firstHour(name: string): number | undefined {
    return this.names.get(name)?.[1];
  }

  entries(): Iterable<KeptName> {
    return this.names.values();
  }

  see(name: string, hour: number): void {
    const known = this.names.get(name);
    this.names.set(name, [name, Math.min(known?.[1] ?? hour, hour), Math.max(known?.[2] ?? hour, hour)]);
    if (known === undefined && this.names.size > this.namesMax) this.forgetOne();
  }

  private forgetOne(): void {
    let oldest: KeptName | undefined;
    for (const entry of this.names.values()) {
      if (oldest === undefined || entry[2] < oldest[2] || (entry[2] === oldest[2] && entry[0] > oldest[0])) {
        oldest = entry;
      }
    }
    if (oldest !== undefined) this.names.delete(oldest[0]);
  }
}
