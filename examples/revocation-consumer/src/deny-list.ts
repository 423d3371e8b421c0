import { Injectable } from '@nestjs/common';
import type { Change } from './keyledger-topics.js';

/**
 * Keys and accounts that are to be refused. Two topics tell of the same changes, and each may repeat itself: the position
 * says which of two changes is later, and an earlier one never undoes a later one.
 */
@Injectable()
export class DenyList {
  private readonly keys = new Map<string, bigint>();
  private readonly accounts = new Map<string, bigint>();

  isDenied(keyId: string, accountId: string): boolean {
    return this.keys.has(keyId) || this.accounts.has(accountId);
  }

  get size(): number {
    return this.keys.size + this.accounts.size;
  }

  /** Whether this is news: somebody is to be refused from now on who was not before. */
  apply(change: Change): boolean {
    switch (change.kind) {
      case 'key':
        return note(this.keys, change.keyId, change);
      case 'account':
        return note(this.accounts, change.accountId, change);
      case 'forgotten':
        return note(this.keys, change.keyId, { allowed: true, position: change.position });
      case 'other':
        return false;
    }
  }
}

function note(
  denied: Map<string, bigint>,
  id: string,
  { allowed, position }: { readonly allowed: boolean; readonly position: bigint },
): boolean {
  const since = denied.get(id);
  if (since !== undefined && position < since) return false;
  if (allowed) denied.delete(id);
  else denied.set(id, position);
  return !allowed && since === undefined;
}
