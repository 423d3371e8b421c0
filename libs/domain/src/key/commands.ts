import type { IpAllowlist } from '../addresses/ip-allowlist.js';
import type { OperationCatalogue } from '../scopes/catalogue.js';
import type { Reason } from '../reason.js';
import type { KeyDescription, KeyDigest } from './events.js';

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

export interface CreateKey extends KeyCommandBase, KeyDescription, Granting {
  readonly type: 'CreateKey';
  readonly accountId: string;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  /** ISO 8601 with offset or Z; null: does not expire. */
  readonly expiresAt: string | null;
  readonly digest: KeyDigest;
  readonly visibleStart: string;
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

export interface RevokeKey extends KeyCommandBase, Reason {
  readonly type: 'RevokeKey';
}

export type KeyCommand =
  | CreateKey
  | DescribeKey
  | ChangeScopes
  | UpdateIpAllowlist
  | ChangeExpiry
  | DisableKey
  | EnableKey
  | RevokeKey;
