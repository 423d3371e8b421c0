import type { DigestKey } from './digest-key.js';
import { DigestTable } from './digest-table.js';
import type { KeyEntry } from './key-entry.js';

/** Entries by digest, for questions, and by id, for updates. */
export class KeyTable {
  private readonly byDigest = new DigestTable<KeyEntry>();
  private readonly byId = new Map<string, KeyEntry>();
  /** Digests of keys that share their value with another one: as good as always empty. */
  private readonly sharedDigests = new Map<string, DigestKey>();

  get size(): number {
    return this.byId.size;
  }

  findByDigest(digest: DigestKey): KeyEntry | undefined {
    return this.byDigest.get(digest);
  }

  findById(keyId: string): KeyEntry | undefined {
    return this.byId.get(keyId);
  }

  add(digest: DigestKey, entry: KeyEntry): void {
    this.byId.set(entry.keyId, entry);
    const holder = this.byDigest.get(digest);
    if (holder === undefined) {
      this.byDigest.set(digest, entry);
      return;
    }
    this.sharedDigests.set(holder.keyId, digest);
    this.sharedDigests.set(entry.keyId, digest);
    this.byDigest.set(digest, answering(holder, entry));
  }

  /** To be called after a key was revoked: its value must not pass under the id of another key. */
  revoked(entry: KeyEntry): void {
    const digest = this.sharedDigests.get(entry.keyId);
    if (digest === undefined) return;
    const holder = this.byDigest.get(digest);
    this.byDigest.set(digest, holder === undefined ? entry : answering(holder, entry));
  }
}

/**
 * Which of two keys with the same value answers for it: a revoked one first, so that a revoked value stays refused
 * when somebody configures it as a root key again. Does not depend on the order in which they became known.
 */
function answering(one: KeyEntry, other: KeyEntry): KeyEntry {
  if ((one.status === 'revoked') !== (other.status === 'revoked')) {
    return one.status === 'revoked' ? one : other;
  }
  return one.keyId <= other.keyId ? one : other;
}
