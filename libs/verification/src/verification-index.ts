import type { LedgerEvent, VerificationAccountRow, VerificationRow } from '@keyledger/contracts';
import {
  type AccountEvent,
  type CompiledIpAllowlist,
  type CompiledScopes,
  type IpAllowlist,
  type KeyEvent,
  type KeyLimit,
  type NewKey as CreatedKey,
  assertNever,
  compileIpAllowlist,
  compileScopes,
  isAccountEvent,
  isAlertEvent,
  isWebhookEvent,
} from '@keyledger/domain';
import { type DigestKey, digestKeyOf } from './digest-key.js';
import {
  type AccountEntry,
  type KeyEntry,
  expiresAtMsOf,
  newAccountEntry,
  rotatedFurther,
  rotationOf,
  setCatalogue,
  setProfile,
} from './key-entry.js';
import { type CompiledLimit, compileLimit } from './limits/compiled-limit.js';
import type { KeyChange, NewKey } from './key-changes.js';
import { KeyTable } from './key-table.js';
import type { PlacedEvent } from './live-source.js';
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
  /** By the JSON of each limit. */
  private readonly limits = new SharedValues<readonly CompiledLimit[]>((texts) =>
    texts.map((text) => compileLimit(JSON.parse(text) as KeyLimit)),
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

  /** Number of distinct scope lists, address lists and lists of limits that keys hold. */
  get sharedLists(): number {
    return this.scopes.size + this.ipAllowlists.size + this.limits.size;
  }

  find(digest: DigestKey): KeyEntry | undefined {
    return this.keys.findByDigest(digest);
  }

  /** The account of this id; undefined: nothing was heard of it. */
  account(accountId: string): AccountEntry | undefined {
    return this.accounts.get(accountId);
  }

  findById(keyId: string): KeyEntry | undefined {
    return this.keys.findById(keyId);
  }

  /** The scopes that a key holds, whatever its status; null: no such key. */
  scopesOf(keyId: string): readonly string[] | null {
    return this.keys.findById(keyId)?.scopes.texts ?? null;
  }

  /** Takes one row of a snapshot; `advanceTo` its position when all are in. */
  applyRow(row: VerificationRow): void {
    if (this.isForeign(row.accountId)) return;
    if (row.kind === 'account') {
      this.setAccount(row);
      return;
    }
    const rotation = rotationOf(row.successorId, row.overlapEndsAt);
    this.addKey({ ...row, rotation, digestKey: digestKeyOf(row.digest) });
  }

  /** Folds one event and moves on to its position; one at or before `position` has been applied and is passed over. */
  applyEvent({ event, position }: PlacedEvent): void {
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
    if (isAccountEvent(event)) this.foldAccount(event);
    else this.foldKey(event);
  }

  private foldAccount(event: AccountEvent): void {
    if (isAlertEvent(event) || isWebhookEvent(event)) return;
    const account = this.accountOf(event.data.accountId);
    switch (event.type) {
      case 'AccountOpened':
        setProfile(account, event.data.profile);
        account.email = event.data.email;
        break;
      case 'AccountDescribed':
        if (event.data.email !== undefined) account.email = event.data.email;
        account.whenStale = event.data.whenStale ?? account.whenStale;
        break;
      case 'ProfileChosen':
        setProfile(account, event.data.profile);
        break;
      case 'CatalogueDefined':
        setCatalogue(account, event.data.catalogue);
        break;
      case 'ApiAccessDisabled':
      case 'ApiAccessEnabled':
        account.apiAccess = event.type === 'ApiAccessEnabled';
        break;
      default:
        assertNever(event);
    }
  }

  private foldKey(event: KeyEvent): void {
    switch (event.type) {
      case 'KeyDescribed':
      case 'KeyExpired':
      case 'ExpiryReminded':
      case 'RotationReminded':
      case 'DisuseReminded':
        break; // nothing that a verdict depends on
      case 'KeyCreated':
      case 'KeyImported':
        this.create(event.data);
        break;
      case 'KeyRevoked':
        this.revoke(event.data.keyId);
        break;
      case 'ScopesChanged':
      case 'IpAllowlistUpdated':
      case 'LimitsChanged':
      case 'ExpiryChanged':
      case 'KeyDisabled':
      case 'KeyEnabled':
      case 'KeyRotated':
      case 'OverlapChanged':
      case 'RotationCompleted':
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
      case 'LimitsChanged':
        this.setLimits(entry, event.data.limits);
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
      case 'KeyRotated':
      case 'OverlapChanged':
      case 'RotationCompleted':
        entry.rotation = rotatedFurther(entry.rotation, event);
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

  private create(data: CreatedKey): void {
    const status = this.revokedUnseen.has(data.keyId) ? 'revoked' : 'active';
    this.addKey({ ...data, status, rotation: null, digestKey: digestKeyOf(data.digest.value) });
  }

  /** A key comes into being once; a second creation of the same id is not believed. */
  private addKey(key: NewKey): void {
    if (this.keys.findById(key.keyId) !== undefined) return;
    const entry: KeyEntry = {
      keyId: key.keyId,
      account: this.accountOf(key.accountId),
      status: key.status,
      scopes: this.scopes.acquire(key.scopes),
      ipAllowlist: this.acquireIpAllowlist(key.ipAllowlist),
      expiresAtMs: expiresAtMsOf(key.expiresAt),
      rotation: key.rotation,
    };
    this.setLimits(entry, key.limits ?? []);
    this.keys.add(key.digestKey, entry);
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

  private setLimits(entry: KeyEntry, limits: readonly KeyLimit[]): void {
    const previous = entry.limits;
    if (limits.length > 0) entry.limits = this.limits.acquire(limits.map((limit) => JSON.stringify(limit)));
    else if (previous !== undefined) entry.limits = undefined;
    if (previous !== undefined) this.limits.release(previous);
  }

  private acquireIpAllowlist(list: IpAllowlist): SharedValue<CompiledIpAllowlist> | null {
    return list.enforced && list.entries.length > 0 ? this.ipAllowlists.acquire(list.entries) : null;
  }

  private setAccount(row: VerificationAccountRow): void {
    const { accountId, apiAccess, profile, email, catalogue, whenStale = 'refuse' } = row;
    const account = this.accountOf(accountId);
    account.whenStale = whenStale;
    setProfile(account, profile);
    setCatalogue(account, catalogue);
    account.apiAccess = apiAccess;
    account.email = email;
  }

  private accountOf(accountId: string): AccountEntry {
    let account = this.accounts.get(accountId);
    if (account === undefined) {
      account = newAccountEntry(accountId);
      this.accounts.set(accountId, account);
    }
    return account;
  }
}
