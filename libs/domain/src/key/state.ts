import type { IpAllowlist } from '../addresses/ip-allowlist.js';
import type { KeyDescription, KeyIdentity } from './events.js';

export type KeyStatus = 'active' | 'disabled' | 'revoked';

/** What `decide` needs to know of a key; expiry is judged against the command's own time. */
export type KeyState =
  | { readonly status: 'absent' }
  | (KeyIdentity &
      KeyDescription & {
        readonly status: KeyStatus;
        readonly scopes: readonly string[];
        readonly ipAllowlist: IpAllowlist;
        readonly expiresAt: string | null;
      });

export type ExistingKey = Exclude<KeyState, { status: 'absent' }>;

export const absentKey: KeyState = { status: 'absent' };

/** The ids alone, as every event carries them. */
export function identityOf({ keyId, accountId }: KeyIdentity): KeyIdentity {
  return { keyId, accountId };
}
