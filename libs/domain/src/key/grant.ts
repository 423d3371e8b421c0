import { type Refusal, isRefusal, refuse } from '../refusal.js';
import type { OperationCatalogue } from '../scopes/catalogue.js';
import { uncoveredScope } from '../scopes/covers-scope.js';
import { checkScopes } from '../scopes/scope-list.js';
import { quoted } from '../text/quoted.js';
import type { Granting } from './commands.js';

/** The scopes as they are recorded, if they are scopes and whoever asks may hand them out. */
export function checkGrant({
  scopes,
  catalogue,
  grantorScopes,
}: Granting & { readonly scopes: unknown }): readonly string[] | Refusal {
  const checked = checkScopes(scopes, catalogue);
  if (isRefusal(checked)) return checked;
  return refuseExcess(checked, grantorScopes, catalogue) ?? checked;
}

/** Nobody hands out more than they hold; `grantorScopes` null: not an account where that matters. */
export function refuseExcess(
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
