export type AccountState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'open';
      readonly accountId: string;
      readonly name: string;
      readonly apiAccess: boolean;
    };

export type OpenAccountState = Exclude<AccountState, { status: 'absent' }>;

export const absentAccount: AccountState = { status: 'absent' };

/** The reserved account whose keys are admin and service keys of Keyledger itself. */
export const systemAccountId = 'system';
