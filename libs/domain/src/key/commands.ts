import type { IpAllowlist } from '../addresses/ip-allowlist.js';
import type { KeyLimit } from '../limits/key-limit.js';
import type { OperationCatalogue } from '../scopes/catalogue.js';
import type { Reason } from '../reason.js';
import type { ProfileId } from '../profiles/registry.js';
import type { KeyDescription, KeyDigest, Overlap } from './events.js';

interface KeyCommandBase {
  readonly keyId: string;
  /** When the command was received, epoch milliseconds: the only clock that `decide` sees. */
  readonly at: number;
}

/** What a command that hands out scopes must know to judge them. */
export interface Granting {
  /** Operations of the account's API, if it has told us; null: any well-formed scope goes. */
  readonly catalogue: OperationCatalogue | null;
  /** Scopes held by whoever asks, when the account is one where nobody may hand out more (`system`); else null. */
  readonly grantorScopes: readonly string[] | null;
}

/** A key as it is to be, in an account of the profile. */
interface NewKeyCommand extends KeyCommandBase, KeyDescription, Granting {
  readonly accountId: string;
  readonly profile: ProfileId;
  /** As in `NewKey`. */
  readonly kind: string;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  readonly limits: readonly KeyLimit[];
  /** ISO 8601 with offset or Z; null: does not expire. */
  readonly expiresAt: string | null;
  readonly digest: KeyDigest;
  readonly visibleStart: string;
}

export interface CreateKey extends NewKeyCommand {
  readonly type: 'CreateKey';
  /** The key that it is to take over from, or null. */
  readonly rotatedFrom: string | null;
}

export interface ImportKey extends NewKeyCommand {
  readonly type: 'ImportKey';
}

export interface DescribeKey extends KeyCommandBase, Partial<KeyDescription> {
  readonly type: 'DescribeKey';
}

export interface ChangeScopes extends KeyCommandBase, Granting {
  readonly type: 'ChangeScopes';
  readonly scopes: readonly string[];
}

/** As in `Granting`: whoever may lift a limit of a key hands its scopes out again. */
interface Lifting {
  readonly grantorScopes: readonly string[] | null;
}

export interface UpdateIpAllowlist extends KeyCommandBase, IpAllowlist, Lifting {
  readonly type: 'UpdateIpAllowlist';
}

export interface ChangeLimits extends KeyCommandBase, Lifting {
  readonly type: 'ChangeLimits';
  /** All that it is to have; none: it may be used without limit. */
  readonly limits: readonly KeyLimit[];
}

export interface ChangeExpiry extends KeyCommandBase, Lifting {
  readonly type: 'ChangeExpiry';
  readonly expiresAt: string | null;
}

export interface DisableKey extends KeyCommandBase, Reason {
  readonly type: 'DisableKey';
}

export interface EnableKey extends KeyCommandBase, Lifting {
  readonly type: 'EnableKey';
  readonly comment: string | null;
}

/** Given once the successor has been created: from now on both work, until the overlap is over. */
export interface RotateKey extends KeyCommandBase, Lifting {
  readonly type: 'RotateKey';
  readonly successorId: string;
  readonly overlap: Overlap;
}

/** Stretches an overlap, or cuts it short: one that ends at once completes the rotation. */
export interface ChangeOverlap extends KeyCommandBase, Lifting {
  readonly type: 'ChangeOverlap';
  readonly overlap: Overlap;
}

/** Given by Keyledger itself, as are the two below: what time, or disuse, has brought about is recorded, once. */
export type CompleteRotation = KeyCommandBase & { readonly type: 'CompleteRotation' } & (
    | { readonly because: 'overlap-ended' }
    | {
        readonly because: 'drained';
        /** For how long the key had not been used when its successor was. */
        readonly unusedForMs: number;
      }
  );

export interface RecordExpiry extends KeyCommandBase {
  readonly type: 'RecordExpiry';
}

export interface RemindOfExpiry extends KeyCommandBase {
  readonly type: 'RemindOfExpiry';
  /** Positive. */
  readonly daysBefore: number;
}

export interface RemindOfRotation extends KeyCommandBase {
  readonly type: 'RemindOfRotation';
}

export interface RemindOfDisuse extends KeyCommandBase {
  readonly type: 'RemindOfDisuse';
  /** ISO 8601 UTC with milliseconds; null: it was never used. */
  readonly lastUsedAt: string | null;
}

export interface RevokeKey extends KeyCommandBase, Reason {
  readonly type: 'RevokeKey';
}

export type KeyCommand =
  | CreateKey
  | ImportKey
  | DescribeKey
  | ChangeScopes
  | UpdateIpAllowlist
  | ChangeLimits
  | ChangeExpiry
  | DisableKey
  | EnableKey
  | RotateKey
  | ChangeOverlap
  | CompleteRotation
  | RecordExpiry
  | RemindOfExpiry
  | RemindOfRotation
  | RemindOfDisuse
  | RevokeKey;
