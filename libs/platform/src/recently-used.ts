/** At most so many values by id; the one that was not asked for the longest goes first. */
export class RecentlyUsed<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly valuesMax: number) {}

  get(id: string): Value | undefined {
    const value = this.values.get(id);
    if (value !== undefined) this.set(id, value);
    return value;
  }

  set(id: string, value: Value): void {
    this.values.delete(id);
    this.values.set(id, value);
    if (this.values.size <= this.valuesMax) return;
    for (const oldest of this.values.keys()) {
      this.values.delete(oldest);
      return;
    }
  }
}
