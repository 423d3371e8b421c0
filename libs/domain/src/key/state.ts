import type { IpAllowlist } from '../addresses/ip-allowlist.js';
import type { KeyLimit } from '../limits/key-limit.js';
import type { ProfileId } from '../profiles/registry.js';
import type { KeyDescription, KeyIdentity, Overlap } from './events.js';

export type KeyStatus = 'active' | 'disabled' | 'revoked';

/** What `decide` needs to know of a key; expiry is judged against the command's own time. */
export type KeyState =
  | { readonly status: 'absent' }
  | (KeyIdentity &
      KeyDescription & {
        readonly status: KeyStatus;
        readonly scopes: readonly string[];
        readonly ipAllowlist: IpAllowlist;
        readonly limits: readonly KeyLimit[];
        readonly expiresAt: string | null;
        readonly profile: ProfileId;
        readonly kind: string;
        readonly createdAt: string;
        readonly rotatedFrom: string | null;
        /** Null: it has no successor. */
        readonly rotation: Rotation | null;
        /** Whether `KeyExpired` has been recorded. */
        readonly expiryRecorded: boolean;
        /** Of the reminders of this expiry, the one nearest to it, in days; null: there was none. */
        readonly remindedDaysBefore: number | null;
        readonly rotationReminded: boolean;
        /** ISO 8601: since when it had not been used when that was last told; null: it never was. */
        readonly disuseRemindedSince: string | null;
      });

export interface Rotation {
  readonly successorId: string;
  readonly overlap: Overlap;
  /** Whether `RotationCompleted` has been recorded; the key is refused from then on, and from the end of the overlap. */
  readonly completed: boolean;
}

export type ExistingKey = Exclude<KeyState, { status: 'absent' }>;

export const absentKey: KeyState = { status: 'absent' };

/** The ids alone, as every event carries them. */
export function identityOf({ keyId, accountId }: KeyIdentity): KeyIdentity {
  return { keyId, accountId };
}
