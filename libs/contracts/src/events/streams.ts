const keyPrefix = 'key-';
const accountPrefix = 'account-';

/** Stream of one key: `key-{keyId}`. */
export function keyStream(keyId: string): string {
  return keyPrefix + keyId;
}

/** Stream of one account: `account-{accountId}`. */
export function accountStream(accountId: string): string {
  return accountPrefix + accountId;
}

/** What a log that holds others' streams too must be asked for. */
export const ledgerStreamPrefixes: readonly string[] = [keyPrefix, accountPrefix];
