import type {
  CatalogueDefinition,
  CompiledIpAllowlist,
  CompiledScopes,
  KeyFormat,
  KeyRotated,
  KeyStatus,
  OperationCatalogue,
  OverlapChanged,
  ProfileId,
  RotationCompleted,
  WhenStale,
} from '@keyledger/domain';
import { compileCatalogue, defaultProfileId, idAndSecretFormat, profileOf } from '@keyledger/domain';
import type { CompiledLimit } from './limits/compiled-limit.js';
import type { SharedValue } from './shared-values.js';

/** What all keys of one account have in common. */
export interface AccountEntry {
  readonly accountId: string;
  /** The company-wide switch (XD-4). */
  apiAccess: boolean;
  profile: ProfileId;
  /** The profile's format whose credentials say whose they are (TX-6); null: it has none. */
  formatWithUser: KeyFormat | null;
  /** Whether values name their key (XD-1), so that a wrong secret is told from an unknown key. */
  namesKeys: boolean;
  /** Lower case; null: not known. */
  email: string | null;
  catalogue: AccountCatalogue | null;
  whenStale: WhenStale;
}

export interface AccountCatalogue {
  readonly definition: CatalogueDefinition;
  readonly operations: OperationCatalogue;
}

/** What holds until something else is heard: the switch is on, since switching off is a fact, not a default. */
export function newAccountEntry(accountId: string): AccountEntry {
  const account = { accountId, apiAccess: true, email: null, catalogue: null, whenStale: 'refuse' } as const;
  return { ...account, profile: defaultProfileId, formatWithUser: null, namesKeys: false };
}

export function setProfile(account: AccountEntry, profile: ProfileId): void {
  const { formats } = profileOf(profile);
  account.profile = profile;
  account.namesKeys = formats.some((format) => format === idAndSecretFormat);
  account.formatWithUser = formats.find(({ transport }) => transport.kind === 'header-pair') ?? null;
}

export function setCatalogue(account: AccountEntry, definition: CatalogueDefinition | null): void {
  account.catalogue = definition === null ? null : { definition, operations: compileCatalogue(definition) };
}

/** One key, as small as a verdict allows: a million of them are held in memory. */
export interface KeyEntry {
  readonly keyId: string;
  readonly account: AccountEntry;
  status: KeyStatus;
  scopes: SharedValue<CompiledScopes>;
  /** Null: any address will do, since the list is off or has no entry (XD-5). */
  ipAllowlist: SharedValue<CompiledIpAllowlist> | null;
  /** Epoch milliseconds; Infinity: does not expire. */
  expiresAtMs: number;
  /** Null: no other key takes over from this one. */
  rotation: KeyRotation | null;
  /** Not there at all where there is none, so that it takes no memory of those many keys. */
  limits?: SharedValue<readonly CompiledLimit[]> | undefined;
}

export interface KeyRotation {
  readonly successorId: string;
  /** Epoch milliseconds; Infinity: not known yet. The key is refused from then on. */
  readonly endsAtMs: number;
}

export function rotationOf(successorId: string | null, endsAt: string | null): KeyRotation | null {
  return successorId === null ? null : { successorId, endsAtMs: expiresAtMsOf(endsAt) };
}

/** The overlap is over whatever this machine's clock says. */
const endedMs = -Infinity;

/** A completed rotation stays as it is, whatever comes after. */
export function rotatedFurther(
  rotation: KeyRotation | null,
  event: KeyRotated | OverlapChanged | RotationCompleted,
): KeyRotation | null {
  if (rotation?.endsAtMs === endedMs) return rotation;
  if (event.type === 'RotationCompleted') {
    return rotation === null ? null : { successorId: rotation.successorId, endsAtMs: endedMs };
  }
  return rotationOf(event.data.successorId, event.data.overlap.endsAt);
}

export function expiresAtMsOf(expiresAt: string | null): number {
  if (expiresAt === null) return Infinity;
  const instant = Date.parse(expiresAt);
  // An instant that we cannot read must not make a key eternal.
  return Number.isNaN(instant) ? -Infinity : instant;
}
