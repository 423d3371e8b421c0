import type { SystemOperation } from '@keyledger/domain';

/** Who uses this page, as `GET /v1/session` tells. */
export interface Session {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** What the key may do on every account. */
  readonly operations: readonly string[];
  /** What it may do on single accounts besides. */
  readonly accounts: readonly { readonly id: string; readonly operations: readonly string[] }[];
  /** Goes with every write. Kept in memory alone. */
  readonly csrfToken: string;
  readonly expiresAt: string;
}

/**
 * Whether the key may do one of Keyledger's operations: what it may not is not shown. The server decides all the same.
 *
 * @param accountId null: about all accounts together
 */
export function may(session: Session, operation: SystemOperation, accountId: string | null): boolean {
  if (session.operations.includes(operation)) return true;
  return session.accounts.some(({ id, operations }) => id === accountId && operations.includes(operation));
}

/** The same, where the answer is cut down to the accounts that the key sees (lists of accounts, audit). */
export function maySomewhere(session: Session, operation: SystemOperation): boolean {
  return [null, ...session.accounts.map(({ id }) => id)].some((id) => may(session, operation, id));
}
