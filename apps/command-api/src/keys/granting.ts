import {
  type CatalogueDefinition,
  type Granting,
  type OpenAccountState,
  type OperationCatalogue,
  compileCatalogue,
  systemAccountId,
  systemCatalogue,
} from '@keyledger/domain';
import type { Asked } from '../http/asked.js';

/**
 * What judges the scopes that a command hands out. Keys of `system` hold scopes on Keyledger's own operations.
 */
export function grantingIn({ accountId, catalogue }: GrantingAccount, asked: Asked): Granting {
  const grantorScopes = grantorScopesIn(accountId, asked);
  if (accountId === systemAccountId) return { catalogue: systemCatalogue, grantorScopes };
  return { catalogue: catalogue === null ? null : compiled(catalogue), grantorScopes };
}

type GrantingAccount = Pick<OpenAccountState, 'accountId' | 'catalogue'>;

/**
 * As in `Granting`; for itself where no scopes are handed out but a limit may be lifted. Nobody hands out more than they
 * hold in their own account; an admin's scopes are on Keyledger's operations, and say nothing of those of other accounts.
 */
export function grantorScopesIn(
  accountId: string,
  { caller }: Pick<Asked, 'caller'>,
): Granting['grantorScopes'] {
  return accountId === caller.accountId ? caller.scopeTexts : null;
}

/** An account's catalogue stays the same for long, and may have thousands of operations. */
const compiledCatalogues = new WeakMap<CatalogueDefinition, OperationCatalogue>();

export function compiled(definition: CatalogueDefinition): OperationCatalogue {
  let catalogue = compiledCatalogues.get(definition);
  if (catalogue === undefined) {
    catalogue = compileCatalogue(definition);
    compiledCatalogues.set(definition, catalogue);
  }
  return catalogue;
}
