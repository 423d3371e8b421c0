import type { IpAllowlist } from '../addresses/ip-allowlist.js';
import type { KeyLimit } from '../limits/key-limit.js';
import type { ProfileId } from '../profiles/registry.js';
import type { Reason } from '../reason.js';
import type { Environment } from './environment.js';

/** Every event of a key carries both ids, so that a consumer needs no look-up. */
export interface KeyIdentity {
  readonly keyId: string;
  readonly accountId: string;
}

/** How the secret is known: never the value, only a digest of it (all of it, prefix included). */
export interface KeyDigest {
  readonly algorithm: 'sha256';
  /** base64url without padding: 43 characters for SHA-256. */
  readonly value: string;
}

export interface KeyDescription {
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly environment: Environment | null;
  /** Further facts that the account keeps with the key, by name in alphabetical order; `trafficType` for example (SG-1). */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a key is when its life with us begins. */
export interface NewKey extends KeyIdentity, KeyDescription {
  /** The account's profile at that time: what the key is held to for its whole life. */
  readonly profile: ProfileId;
  /** Kind of credential, one of the profile's formats; `imported`: its value was made elsewhere. */
  readonly kind: string;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  readonly limits: readonly KeyLimit[];
  /** ISO 8601 in UTC with milliseconds, or null: does not expire. */
  readonly expiresAt: string | null;
  readonly digest: KeyDigest;
  /** What people may see of the value to recognise it: prefix and first characters. */
  readonly visibleStart: string;
  /** When it was created, ISO 8601 in UTC with milliseconds: periods count from here. */
  readonly createdAt: string;
  /** The key that this one takes over from (XN-9). */
  readonly rotatedFrom: string | null;
}

export interface KeyCreated {
  readonly type: 'KeyCreated';
  readonly data: NewKey;
}

/** A key whose value was made elsewhere; only its digest came to us. */
export interface KeyImported {
  readonly type: 'KeyImported';
  readonly data: NewKey;
}

/** Only what changed is present; null clears. */
export interface KeyDescribed {
  readonly type: 'KeyDescribed';
  readonly data: KeyIdentity & Partial<KeyDescription>;
}

export interface ScopesChanged {
  readonly type: 'ScopesChanged';
  readonly data: KeyIdentity & {
    readonly scopes: readonly string[];
    readonly previousScopes: readonly string[];
  };
}

export interface IpAllowlistUpdated {
  readonly type: 'IpAllowlistUpdated';
  readonly data: KeyIdentity & IpAllowlist & { readonly previous: IpAllowlist };
}

/** Counters go on where a limit keeps its name, kind and period. */
export interface LimitsChanged {
  readonly type: 'LimitsChanged';
  readonly data: KeyIdentity & {
    readonly limits: readonly KeyLimit[];
    readonly previousLimits: readonly KeyLimit[];
  };
}

export interface ExpiryChanged {
  readonly type: 'ExpiryChanged';
  readonly data: KeyIdentity & {
    readonly expiresAt: string | null;
    readonly previousExpiresAt: string | null;
  };
}

export interface KeyDisabled {
  readonly type: 'KeyDisabled';
  readonly data: KeyIdentity & Reason;
}

export interface KeyEnabled {
  readonly type: 'KeyEnabled';
  readonly data: KeyIdentity & { readonly comment: string | null };
}

export interface KeyRevoked {
  readonly type: 'KeyRevoked';
  readonly data: KeyIdentity & Reason;
}

/** How long the key and its successor both work (XN-9). */
export type Overlap =
  | { readonly kind: 'fixed'; readonly endsAt: string }
  | {
      readonly kind: 'until-drained';
      /** It ends once the old key has not been used for so long, and the new one has. */
      readonly unusedForMs: number;
      /** At the latest; null: however long it takes. */
      readonly endsAt: string | null;
    };

/** Recorded with the old key, once its successor exists. */
export interface KeyRotated {
  readonly type: 'KeyRotated';
  readonly data: KeyIdentity & { readonly successorId: string; readonly overlap: Overlap };
}

export interface OverlapChanged {
  readonly type: 'OverlapChanged';
  readonly data: KeyIdentity & {
    readonly successorId: string;
    readonly overlap: Overlap;
    readonly previousOverlap: Overlap;
  };
}

export const rotationEnds = ['overlap-ended', 'drained', 'cut-short'] as const;

/** From now on the old key is refused, and told to be superseded. */
export interface RotationCompleted {
  readonly type: 'RotationCompleted';
  readonly data: KeyIdentity & {
    readonly successorId: string;
    readonly because: (typeof rotationEnds)[number];
  };
}

/** The key passed its expiry: it was refused from that instant on, by every verifier's own clock. */
export interface KeyExpired {
  readonly type: 'KeyExpired';
  readonly data: KeyIdentity & { readonly expiresAt: string };
}

/** Its owner is to be told (WX-10). */
export interface ExpiryReminded {
  readonly type: 'ExpiryReminded';
  readonly data: KeyIdentity & {
    readonly expiresAt: string;
    /** Which of the reminders: so many days before the expiry, or fewer. */
    readonly daysBefore: number;
  };
}

/** Its owner is to be told that it is time for a successor (XN-10). */
export interface RotationReminded {
  readonly type: 'RotationReminded';
  readonly data: KeyIdentity & { readonly createdAt: string; readonly daysOld: number };
}

/** Its owner is to be told that nobody seems to need it. */
export interface DisuseReminded {
  readonly type: 'DisuseReminded';
  readonly data: KeyIdentity & {
    /** ISO 8601; null: it was never used. */
    readonly lastUsedAt: string | null;
    readonly unusedDays: number;
  };
}

export type KeyEvent =
  | KeyCreated
  | KeyImported
  | KeyDescribed
  | ScopesChanged
  | IpAllowlistUpdated
  | LimitsChanged
  | ExpiryChanged
  | KeyDisabled
  | KeyEnabled
  | KeyRotated
  | OverlapChanged
  | RotationCompleted
  | KeyExpired
  | ExpiryReminded
  | RotationReminded
  | DisuseReminded
  | KeyRevoked;
