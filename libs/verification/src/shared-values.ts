/** A value made from a list of texts, and how many keys hold it. */
export interface SharedValue<T> {
  readonly value: T;
  readonly texts: readonly string[];
  holders: number;
}

/**
 * One compiled value for all keys whose lists read the same: a million keys have few distinct scope sets. A value
 * that no key holds any more is dropped, so that changing lists for ever does not grow the table.
 */
export class SharedValues<T> {
  private readonly byName = new Map<string, SharedValue<T>>();

  constructor(private readonly make: (texts: readonly string[]) => T) {}

  /** Number of distinct values in use. */
  get size(): number {
    return this.byName.size;
  }

  acquire(texts: readonly string[]): SharedValue<T> {
    const name = nameOf(texts);
    let shared = this.byName.get(name);
    if (shared === undefined) {
      shared = { value: this.make(texts), texts, holders: 0 };
      this.byName.set(name, shared);
    }
    shared.holders += 1;
    return shared;
  }

  release(shared: SharedValue<T>): void {
    shared.holders -= 1;
    if (shared.holders === 0) this.byName.delete(nameOf(shared.texts));
  }
}

/** Neither scopes nor addresses hold control characters. */
function nameOf(texts: readonly string[]): string {
  return texts.join('\n');
}
