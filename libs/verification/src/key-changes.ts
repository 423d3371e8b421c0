import type { IpAllowlist, KeyEvent, KeyLimit, KeyStatus } from '@keyledger/domain';
import type { DigestKey } from './digest-key.js';
import type { KeyRotation } from './key-entry.js';

/** What may happen to a key that is in the index. */
export type KeyChange = Exclude<
  KeyEvent,
  {
    type:
      | 'KeyCreated'
      | 'KeyImported'
      | 'KeyDescribed'
      | 'KeyExpired'
      | 'ExpiryReminded'
      | 'RotationReminded'
      | 'DisuseReminded'
      | 'KeyRevoked';
  }
>;

/** A key as it comes into the index. */
export interface NewKey {
  readonly keyId: string;
  readonly accountId: string;
  readonly digestKey: DigestKey;
  readonly status: KeyStatus;
  readonly scopes: readonly string[];
  readonly ipAllowlist: IpAllowlist;
  readonly limits?: readonly KeyLimit[] | undefined;
  readonly expiresAt: string | null;
  readonly rotation: KeyRotation | null;
}
