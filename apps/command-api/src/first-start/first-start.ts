import { hash } from 'node:crypto';
import {
  type CreateKey,
  type Refusal,
  defaultProfileId,
  everythingScope,
  isRefusal,
  isWellFormedKey,
  mintKey,
  openIpAllowlist,
  systemAccountId,
  systemCatalogue,
  visibleStartOf,
} from '@keyledger/domain';
import { type Clock, type Config, type Ids, StartupError } from '@keyledger/platform';
import type { RequestMetadata } from '../http/request-metadata.js';
import type { Ledger } from '../ledger/ledger.js';
import { firstRootKeyId, furtherRootKeyId } from './root-key-id.js';

/** What `main` has to tell the person who starts Keyledger for the first time. Never for the logger. */
export interface FirstStartResult {
  /** The value of the root key if it was made by this start; null: there is one, or it was configured. */
  readonly rootKey: string | null;
  readonly minted: boolean;
}

/** Injection token of the `FirstStartResult`. */
export const ROOT_KEY_ANNOUNCEMENT = Symbol('FirstStartResult');

export interface FirstStartParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly config: Pick<Config, 'rootKey'>;
}

/**
 * Sees to it that the account `system` is open and has a root key: the configured one, or else a new one if there
 * was none ever. Any number of processes may do so at once.
 *
 * @throws StartupError when the configured key has been revoked, or is no key.
 */
export async function firstStart(parts: FirstStartParts): Promise<FirstStartResult> {
  await openSystemAccount(parts);
  const { rootKey } = parts.config;
  if (rootKey === null) return mintFirstRootKey(parts);
  if (!isWellFormedKey(rootKey))
    throw new StartupError('KEYLEDGER_ROOT_KEY is not a key of the keyledger format');
  await ensureRootKey(parts, rootKey);
  return { rootKey: null, minted: false };
}

/** Admin keys are ordinary keys of the default profile. */
const keyledgersOwn = { profile: defaultProfileId, email: null } as const;

async function openSystemAccount({ ledger, clock, ids }: FirstStartParts): Promise<void> {
  if ((await ledger.findAccount(systemAccountId)) !== null) return;
  const at = clock.now();
  const opened = await ledger.handleAccount(
    {
      type: 'OpenAccount',
      accountId: systemAccountId,
      at,
      name: 'Keyledger',
      ...keyledgersOwn,
      reserved: true,
    },
    metadataOf(at, ids),
  );
  // Another process that starts at the same time may have been first.
  if (isRefusal(opened) && opened.code !== 'ACCOUNT_EXISTS') throw refused(opened);
}

async function mintFirstRootKey(parts: FirstStartParts): Promise<FirstStartResult> {
  const existing = await parts.ledger.findKey(firstRootKeyId);
  if (existing !== null) return { rootKey: null, minted: false };
  const value = mintKey({ mode: 'live', randomBytes: (count) => parts.ids.bytes(count) });
  const minted = await createRootKey(parts, firstRootKeyId, value);
  return { rootKey: minted ? value : null, minted };
}

/** The first root key is the configured one if it is there from the start; a later one is a further key. */
async function ensureRootKey(parts: FirstStartParts, value: string): Promise<void> {
  const digest = digestOf(value);
  const first = await parts.ledger.findKey(firstRootKeyId);
  if (first === null && (await createRootKey(parts, firstRootKeyId, value))) return;
  const created = first ?? (await parts.ledger.findKey(firstRootKeyId));
  const keyId = created?.digest === digest ? firstRootKeyId : furtherRootKeyId(digest);
  const key = await parts.ledger.findKey(keyId);
  if (key === null) await createRootKey(parts, keyId, value);
  if (key?.state.status === 'revoked') {
    throw new StartupError(
      `the key in KEYLEDGER_ROOT_KEY (${visibleStartOf(value)}…) has been revoked: configure another one`,
    );
  }
}

/** Whether it was this process that created it. */
async function createRootKey(
  { ledger, clock, ids }: FirstStartParts,
  keyId: string,
  value: string,
): Promise<boolean> {
  const at = clock.now();
  const created = await ledger.handleKey(rootKeyCommand(keyId, value, at), metadataOf(at, ids));
  if (!isRefusal(created)) return true;
  if (created.code === 'KEY_EXISTS') return false;
  throw refused(created);
}

function rootKeyCommand(keyId: string, value: string, at: number): CreateKey {
  return {
    type: 'CreateKey',
    keyId,
    at,
    accountId: systemAccountId,
    name: 'Root key',
    description: 'May do everything. Create admin keys with narrower scopes, then keep this one safe.',
    tags: [],
    owner: null,
    environment: null,
    attributes: {},
    profile: keyledgersOwn.profile,
    kind: 'key',
    rotatedFrom: null,
    scopes: [everythingScope],
    ipAllowlist: openIpAllowlist,
    limits: [],
    expiresAt: null,
    digest: { algorithm: 'sha256', value: digestOf(value) },
    visibleStart: visibleStartOf(value),
    catalogue: systemCatalogue,
    grantorScopes: null,
  };
}

function digestOf(value: string): string {
  return hash('sha256', value, 'base64url');
}

function metadataOf(at: number, ids: Ids): RequestMetadata {
  const id = ids.uuid();
  return {
    actor: 'system:first-start',
    requestId: id,
    correlationId: id,
    causationId: id,
    clientAddress: null,
    userAgent: null,
    time: new Date(at).toISOString(),
  };
}

function refused({ code, detail }: Refusal): Error {
  return new Error(`The first start was refused: ${code}: ${detail}`);
}
