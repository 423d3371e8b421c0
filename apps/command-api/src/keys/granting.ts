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
 * What judges the scopes that a command hands out. Keys of `system` hold scopes on Keyledger's own operations, and
 * nobody hands out more of those than they hold.
 */
export function grantingIn({ accountId, catalogue }: GrantingAccount, { caller }: Asked): Granting {
  return accountId === systemAccountId
    ? { catalogue: systemCatalogue, grantorScopes: caller.scopeTexts }
    : { catalogue: catalogue === null ? null : compiled(catalogue), grantorScopes: null };
}

type GrantingAccount = Pick<OpenAccountState, 'accountId' | 'catalogue'>;

/** As in `Granting`, where no scopes are handed out but a limit may be lifted. */
export function grantorScopesIn(accountId: string, { caller }: Asked): Granting['grantorScopes'] {
  return accountId === systemAccountId ? caller.scopeTexts : null;
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
