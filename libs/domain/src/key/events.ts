import type { IpAllowlist } from '../addresses/ip-allowlist.js';
import type { Reason } from '../reason.js';

/** Environments that keys are told apart by (XN-12, WX-9). */
export const environments = ['development', 'testing', 'staging', 'production'] as const;
export type Environment = (typeof environments)[number];

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
}

export interface KeyCreated {
  readonly type: 'KeyCreated';
  readonly data: KeyIdentity &
    KeyDescription & {
      readonly scopes: readonly string[];
      readonly ipAllowlist: IpAllowlist;
      /** ISO 8601 in UTC with milliseconds, or null: does not expire. */
      readonly expiresAt: string | null;
      readonly digest: KeyDigest;
      /** What people may see of the value to recognise it: prefix and first characters. */
      readonly visibleStart: string;
    };
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

export type KeyEvent =
  | KeyCreated
  | KeyDescribed
  | ScopesChanged
  | IpAllowlistUpdated
  | ExpiryChanged
  | KeyDisabled
  | KeyEnabled
  | KeyRevoked;
