import type { DigestKey } from './digest-key.js';

const wordsPerDigest = 8;
const bytesPerWord = 4;
const slotsFirst = 1_024;
/** Fuller than this, it grows to twice the size. */
const loadMax = 0.6;

/**
 * Values by SHA-256 digest: a hash table with open addressing that keeps the digests themselves, whole, in one array
 * of integers. Against a `Map` of texts it saves a string for each key (48 bytes) and the garbage collector the work
 * of looking at them, hashes nothing (a digest is as random as can be), and finds with two cache misses less.
 * Nothing is ever removed.
 */
export class DigestTable<Value> {
  private words = new Int32Array(slotsFirst * wordsPerDigest);
  private values: (Value | undefined)[] = emptySlots(slotsFirst);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(digest: DigestKey): Value | undefined {
    return this.values[this.slotOf(digest)];
  }

  /** Throws where the digest is not 32 characters of one byte each. */
  set(digest: DigestKey, value: Value): void {
    assertDigest(digest);
    const slot = this.slotOf(digest);
    if (this.values[slot] === undefined) {
      this.count += 1;
      for (let word = 0; word < wordsPerDigest; word++) {
        this.words[slot * wordsPerDigest + word] = wordOf(digest, word);
      }
    }
    this.values[slot] = value;
    if (this.count > this.values.length * loadMax) this.grow();
  }

  /** Where the digest is, or the empty slot where it would go; there always is one. (Empty slots read as a digest of zeros.) */
  private slotOf(digest: DigestKey): number {
    const { words, values } = this;
    const mask = values.length - 1;
    const first = wordOf(digest, 0);
    let slot = first & mask;
    for (;;) {
      const start = slot * wordsPerDigest;
      if (words[start] === first && hasRest(words, start, digest)) return slot;
      if (values[slot] === undefined) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { words, values } = this;
    const slots = values.length * 2;
    this.words = new Int32Array(slots * wordsPerDigest);
    this.values = emptySlots(slots);
    values.forEach((value, slot) => {
      if (value === undefined) return;
      const digest = words.subarray(slot * wordsPerDigest, (slot + 1) * wordsPerDigest);
      this.place(digest, value);
    });
  }

  /** Into the first empty slot: what is moved is there only once. */
  private place(digest: Int32Array, value: Value): void {
    const mask = this.values.length - 1;
    let slot = (digest[0] ?? 0) & mask;
    while (this.values[slot] !== undefined) slot = (slot + 1) & mask;
    this.words.set(digest, slot * wordsPerDigest);
    this.values[slot] = value;
  }
}

function emptySlots<Value>(slots: number): (Value | undefined)[] {
  return new Array<Value | undefined>(slots).fill(undefined);
}

function hasRest(words: Int32Array, start: number, digest: DigestKey): boolean {
  for (let word = 1; word < wordsPerDigest; word++) {
    if (words[start + word] !== wordOf(digest, word)) return false;
  }
  return true;
}

function wordOf(digest: DigestKey, word: number): number {
  const at = word * bytesPerWord;
  return (
    digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)
  );
}

function assertDigest(digest: DigestKey): void {
  const isDigest = digest.length === wordsPerDigest * bytesPerWord && !/[^\0-\xff]/.test(digest);
  if (!isDigest) throw new Error(`A SHA-256 digest has 32 bytes, not ${digest.length}.`);
}
