import {
  type CompiledScopes,
  decidingScope,
  systemAccountId,
  systemCatalogue,
  systemNamespace,
} from '@keyledger/domain';
import type { KeyEntry } from './key-entry.js';

const narrowedPrefix = `${systemNamespace}@`;

/** The scope of the key that allows the operation, or null. */
export function decidingScopeOf({ account, scopes }: KeyEntry, operation: string): string | null {
  if (account.accountId === systemAccountId) return decidingAdminScope(scopes.value, operation);
  return decidingScope(scopes.value, operation, account.catalogue?.operations.get(operation) ?? null);
}

/**
 * For keys of `system`, which hold scopes on Keyledger's own operations: `keyledger@acme:GetKey` is allowed by a scope
 * on all accounts too, which decides before one on the account alone.
 */
function decidingAdminScope(scopes: CompiledScopes, operation: string): string | null {
  if (!operation.startsWith(narrowedPrefix)) {
    return decidingScope(scopes, operation, systemCatalogue.get(operation) ?? null);
  }
  const everywhere = `${systemNamespace}${operation.slice(operation.indexOf(':'))}`;
  const known = systemCatalogue.get(everywhere) ?? null;
  return decidingScope(scopes, everywhere, known) ?? decidingScope(scopes, operation, known);
}
