import {
  type SystemOperation,
  decidingSystemScope,
  isNamespaced,
  parseScope,
  sufficientSystemScope,
  systemNamespace,
} from '@keyledger/domain';
import type { Caller } from './caller.js';

/** What an operation is about. */
export type Target =
  /** All accounts together. */
  | { readonly kind: 'ledger' }
  /** Whichever accounts the caller may see. */
  | { readonly kind: 'visible' }
  /** One account; null: of a key or account that does not exist. */
  | { readonly kind: 'account'; readonly accountId: string | null };

export type Access =
  /** `accounts`: what the answer is about at most; null: all there are. */
  | { readonly outcome: 'granted'; readonly accounts: readonly string[] | null }
  | { readonly outcome: 'forbidden'; readonly sufficientScope: string }
  /** The caller has no business with the account: it is to look as if it did not exist. */
  | { readonly outcome: 'hidden' };

export type Holder = Pick<Caller, 'scopes' | 'scopeTexts'>;

/** Whether the caller may do the operation on the target, and on which accounts. */
export function decideAccess(holder: Holder, operation: SystemOperation, target: Target): Access {
  const accountId = target.kind === 'account' ? target.accountId : null;
  if (decidingSystemScope(holder.scopes, operation, accountId) !== null) {
    return { outcome: 'granted', accounts: target.kind === 'account' ? one(accountId) : null };
  }
  const sufficientScope = sufficientSystemScope(operation, null);
  if (target.kind === 'ledger') return { outcome: 'forbidden', sufficientScope };
  if (target.kind === 'visible') {
    const accounts = narrowedTo(holder).filter(
      (id) => decidingSystemScope(holder.scopes, operation, id) !== null,
    );
    return accounts.length > 0 ? { outcome: 'granted', accounts } : { outcome: 'forbidden', sufficientScope };
  }
  if (accountId !== null && narrowedTo(holder).includes(accountId)) {
    return { outcome: 'forbidden', sufficientScope: sufficientSystemScope(operation, accountId) };
  }
  // Whoever holds a scope on all accounts is told the same, whether the account exists or not.
  return seesAllAccounts(holder) ? { outcome: 'forbidden', sufficientScope } : { outcome: 'hidden' };
}

function one(accountId: string | null): readonly string[] {
  return accountId === null ? [] : [accountId];
}

/** Accounts that scopes are narrowed to, as in `keyledger@acme:read`. */
export function narrowedTo(holder: Holder): readonly string[] {
  return [...new Set(systemScopes(holder).map(({ accountId }) => accountId))].filter((id) => id !== null);
}

function seesAllAccounts(holder: Holder): boolean {
  return systemScopes(holder).some(({ accountId }) => accountId === null);
}

function systemScopes(holder: Holder) {
  return holder.scopeTexts
    .map(parseScope)
    .filter((scope) => scope !== null)
    .filter(isNamespaced)
    .filter(({ api }) => api === systemNamespace);
}
