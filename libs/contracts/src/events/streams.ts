import { isAccountEvent } from '@keyledger/domain';
import type { DomainEvent } from './ledger-event.js';

const keyPrefix = 'key-';
const accountPrefix = 'account-';

/** Stream of one key's whole life: `key-{keyId}`. */
export function keyStream(keyId: string): string {
  return keyPrefix + keyId;
}

/** Stream of one account: `account-{accountId}`. Its name is what makes the account id unique. */
export function accountStream(accountId: string): string {
  return accountPrefix + accountId;
}

/** Which stream an event is written to. */
export function streamOf(event: DomainEvent): string {
  return isAccountEvent(event) ? accountStream(event.data.accountId) : keyStream(event.data.keyId);
}

export function isKeyStream(stream: string): boolean {
  return stream.startsWith(keyPrefix);
}

/** Whom a stream is about: the id of its key or account. */
export function streamSubject(stream: string): string {
  return stream.slice((isKeyStream(stream) ? keyPrefix : accountPrefix).length);
}

/** What a log that holds others' streams too must be asked for. */
export const ledgerStreamPrefixes: readonly string[] = [keyPrefix, accountPrefix];
