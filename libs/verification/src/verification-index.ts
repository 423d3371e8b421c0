import type { LedgerEvent, VerificationRow } from '@keyledger/contracts';
import {
  type CompiledIpAllowlist,
  type CompiledScopes,
  type IpAllowlist,
  type KeyCreated,
  type KeyEvent,
  type KeyStatus,
  assertNever,
  compileIpAllowlist,
  compileScopes,
} from '@keyledger/domain';
import { type DigestKey, digestKeyOf } from './digest-key.js';
import { type AccountEntry, type KeyEntry, expiresAtMsOf } from './key-entry.js';
import { KeyTable } from './key-table.js';
import { type SharedValue, SharedValues } from './shared-values.js';

export interface VerificationIndexOptions {
  /** Keep the keys of this account only; the admin API needs none but those of `system`. */
  readonly restrictTo?: string;
}

/**
 * Every key that a verifier may be asked about, in memory. Made from the rows of a snapshot, then from every event
 * after it, in order; folding one event touches one entry. Answers are as of `position`.
 */
export class VerificationIndex {
  private readonly keys = new KeyTable();
  private readonly accounts = new Map<string, AccountEntry>();
  private readonly scopes = new SharedValues<CompiledScopes>(compileScopes);
  private readonly ipAllowlists = new SharedValues<CompiledIpAllowlist>((entries) =>
    compileIpAllowlist({ enforced: true, entries }),
  );
  /** Keys that were revoked before anything else was heard of them: no log of ours has any. */
  private readonly revokedUnseen = new Set<string>();
  private readonly restrictTo: string | null;
  private appliedPosition = 0n;

  constructor(options: VerificationIndexOptions = {}) {
    this.restrictTo = options.restrictTo ?? null;
  }

  /** Everything of the log up to here is in the index. */
  get position(): bigint {
    return this.appliedPosition;
  }

  /** Number of keys. */
  get size(): number {
    return this.keys.size;
  }

  /** Number of distinct scope lists and address lists that keys hold. */
  get sharedLists(): number {
    return this.scopes.size + this.ipAllowlists.size;
  }

  find(digest: DigestKey): KeyEntry | undefined {
    return this.keys.findByDigest(digest);
  }

  /** The scopes that a key holds, whatever its status; null: no such key. */
  scopesOf(keyId: string): readonly string[] | null {
    return this.keys.findById(keyId)?.scopes.texts ?? null;
  }

  /** Takes one row of a snapshot; `advanceTo` its position when all are in. */
  applyRow(row: VerificationRow): void {
    if (this.isForeign(row.accountId)) return;
    if (row.kind === 'account') {
      this.accountOf(row.accountId).apiAccess = row.apiAccess;
      return;
    }
    this.addKey({ ...row, digestKey: digestKeyOf(row.digest) });
  }

  /** Folds one event and moves on to its position; one at or before `position` has been applied and is passed over. */
  applyEvent({ event, position }: LedgerEvent): void {
    if (position <= this.appliedPosition) return;
    if (!this.isForeign(event.data.accountId)) this.fold(event);
    this.appliedPosition = position;
  }

  /** States that nothing of ours lies between the last event and this position. Throws where it is behind. */
  advanceTo(position: bigint): void {
    if (position < this.appliedPosition) {
      throw new Error(`The log went back from position ${this.appliedPosition} to ${position}.`);
    }
    this.appliedPosition = position;
  }

  private isForeign(accountId: string): boolean {
    return this.restrictTo !== null && accountId !== this.restrictTo;
  }

  private fold(event: LedgerEvent['event']): void {
    switch (event.type) {
      case 'AccountOpened':
      case 'KeyDescribed':
        break; // nothing that a verdict depends on
      case 'ApiAccessDisabled':
      case 'ApiAccessEnabled':
        this.accountOf(event.data.accountId).apiAccess = event.type === 'ApiAccessEnabled';
        break;
      case 'KeyCreated':
        this.create(event);
        break;
      case 'KeyRevoked':
        this.revoke(event.data.keyId);
        break;
      case 'ScopesChanged':
      case 'IpAllowlistUpdated':
      case 'ExpiryChanged':
      case 'KeyDisabled':
      case 'KeyEnabled':
        this.change(event);
        break;
      default:
        assertNever(event);
    }
  }

  /** A revoked key stays as it is, whatever comes after. */
  private change(event: KeyChange): void {
    const entry = this.keys.findById(event.data.keyId);
    if (entry === undefined || entry.status === 'revoked') return;
    switch (event.type) {
      case 'ScopesChanged':
        this.setScopes(entry, event.data.scopes);
        break;
      case 'IpAllowlistUpdated':
        this.setIpAllowlist(entry, event.data);
        break;
      case 'ExpiryChanged':
        entry.expiresAtMs = expiresAtMsOf(event.data.expiresAt);
        break;
      case 'KeyDisabled':
        entry.status = 'disabled';
        break;
      case 'KeyEnabled':
        entry.status = 'active';
        break;
      default:
        assertNever(event);
    }
  }

  private revoke(keyId: string): void {
    const entry = this.keys.findById(keyId);
    if (entry === undefined) {
      this.revokedUnseen.add(keyId);
      return;
    }
    entry.status = 'revoked';
    this.keys.revoked(entry);
  }

  private create({ data }: KeyCreated): void {
    const status = this.revokedUnseen.has(data.keyId) ? 'revoked' : 'active';
    this.addKey({ ...data, status, digestKey: digestKeyOf(data.digest.value) });
  }

  /** A key comes into being once; a second creation of the same id is not believed. */
  private addKey(key: NewKey): void {
    if (this.keys.findById(key.keyId) !== undefined) return;
    this.keys.add(key.digestKey, {
      keyId: key.keyId,
      account: this.accountOf(key.accountId),
      status: key.status,
      scopes: this.scopes.acquire(key.scopes),
      ipAllowlist: this.acquireIpAllowlist(key.ipAllowlist),
      expiresAtMs: expiresAtMsOf(key.expiresAt),
    });
  }

  private setScopes(entry: KeyEntry, scopes: readonly string[]): void {
    const previous = entry.scopes;
    entry.scopes = this.scopes.acquire(scopes);
    this.scopes.release(previous);
  }

  private setIpAllowlist(entry: KeyEntry, list: IpAllowlist): void {
    const previous = entry.ipAllowlist;
    entry.ipAllowlist = this.acquireIpAllowlist(list);
    if (previous !== null) this.ipAllowlists.release(previous);
  }

  private acquireIpAllowlist(list: IpAllowlist): SharedValue<CompiledIpAllowlist> | null {
    return list.enforced && list.entries.length > 0 ? this.ipAllowlists.acquire(list.entries) : null;
  }

  /** An account that nothing was heard of yet has its access on: the switch is a fact, not a default. */
  private accountOf(accountId: string): AccountEntry {
    let account = this.accounts.get(accountId);
    if (account === undefined) {
      account = { accountId, apiAccess: true };
      this.accounts.set(accountId, account);
    }
    return account;
  }
}

type KeyChange = Exclude<KeyEvent, { type: 'KeyCreated' | 'KeyDescribed' | 'KeyRevoked' }>;

interface NewKey {
  readonly keyId: string;
  readonly accountId: string;
  readonly digestKey: DigestKey;
  readonly status: KeyStatus;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  readonly expiresAt: string | null;
}
