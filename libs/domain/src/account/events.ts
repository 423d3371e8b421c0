import type { Reason } from '../reason.js';

/** The account id is its slug: unique by the name of its stream. */
export interface AccountOpened {
  readonly type: 'AccountOpened';
  readonly data: { readonly accountId: string; readonly name: string; readonly profile: 'keyledger' };
}

/** The company-wide switch (XD-4): every key of the account is refused while it is off. */
export interface ApiAccessDisabled {
  readonly type: 'ApiAccessDisabled';
  readonly data: { readonly accountId: string } & Reason;
}

export interface ApiAccessEnabled {
  readonly type: 'ApiAccessEnabled';
  readonly data: { readonly accountId: string; readonly comment: string | null };
}

export type AccountEvent = AccountOpened | ApiAccessDisabled | ApiAccessEnabled;
