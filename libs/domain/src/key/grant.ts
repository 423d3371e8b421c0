import type { Permissions } from '../profiles/profile.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import type { OperationCatalogue } from '../scopes/catalogue.js';
import { uncoveredScope } from '../scopes/covers-scope.js';
import { checkScopes } from '../scopes/scope-list.js';
import { systemCatalogue } from '../scopes/system-catalogue.js';
import { quoted } from '../text/quoted.js';
import type { Granting } from './commands.js';

/** The scopes as they are recorded, if they are scopes and whoever asks may hand them out. */
export function checkGrant(
  { scopes, catalogue, grantorScopes }: Granting & { readonly scopes: unknown },
  { accepts }: Pick<Permissions, 'accepts'>,
): readonly string[] | Refusal {
  const checked = checkScopes(scopes, catalogue, accepts);
  if (isRefusal(checked)) return checked;
  return refuseExcess(checked, grantorScopes, catalogue) ?? checked;
}

/**
 * Lifting a limit of a key (its being disabled, its expiry, its address list, how often it may be used) hands out what it holds. Setting one is
 * refused alike, lest it matter which way a list of addresses changes: to take away there are disabling and revoking,
 * which ask for no scopes, so that whoever is at hand can stop any key that has leaked.
 */
export function refuseLifting(
  { scopes }: { readonly scopes: readonly string[] },
  { grantorScopes }: { readonly grantorScopes: readonly string[] | null },
): Refusal | null {
  // Grantors are looked at for keys of `system` alone, whose catalogue is known.
  return refuseExcess(scopes, grantorScopes, systemCatalogue);
}

/** Nobody hands out more than they hold; `grantorScopes` null: not an account where that matters. */
function refuseExcess(
  scopes: readonly string[],
  grantorScopes: readonly string[] | null,
  catalogue: OperationCatalogue | null,
): Refusal | null {
  if (grantorScopes === null) return null;
  const excess = uncoveredScope(grantorScopes, scopes, catalogue);
  return excess === null
    ? null
    : refuse('GRANT_EXCEEDS_HOLDER', `You do not hold ${quoted(excess)} yourself.`);
}
