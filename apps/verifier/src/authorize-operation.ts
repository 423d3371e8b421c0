import { type CatalogueDefinition, holdsKey, isOperationName, readHeader } from '@keyledger/domain';
import { type AccountEntry, RequestRoutes } from '@keyledger/verification';
import type { OriginalRequest } from './authorize-request.js';

/** The operation that a request is a call of. */
export type CalledOperation =
  | { readonly outcome: 'known'; readonly operation: string }
  /** Nobody says, so that only the key is asked about. */
  | { readonly outcome: 'none' }
  /** Somebody should have said: it is nothing that keys can be permitted. */
  | { readonly outcome: 'unknown' };

export interface OperationQuestion {
  /** Undefined: not a word of the account. */
  readonly account: AccountEntry | undefined;
  /** In the URL that the gateway was configured with; null: none. */
  readonly named: string | null;
  readonly original: OriginalRequest | null;
  readonly rawHeaders: readonly string[];
}

const none: CalledOperation = { outcome: 'none' };
const unknown: CalledOperation = { outcome: 'unknown' };

/** Catalogues change seldom, and are dropped whole; their routes with them. */
const routesByCatalogue = new WeakMap<CatalogueDefinition, RequestRoutes>();

/**
 * What is in the gateway's own URL counts. Else the catalogue's routes say, and refuse what they do not list. A header
 * may name the operation where the catalogue has no routes; where it has some, the two have to agree: gateways that do
 * not set the header let through what a client wrote into it.
 */
export function calledOperation({
  account,
  named,
  original,
  rawHeaders,
}: OperationQuestion): CalledOperation {
  if (named !== null) return known(named);
  const header = readHeader(rawHeaders, 'X-Keyledger-Operation');
  if (header.outcome === 'malformed') return unknown;
  const told = header.outcome === 'given' ? header.value : null;
  const routes = account?.catalogue ? routesOf(account.catalogue.definition) : undefined;
  if (routes === undefined || routes.isEmpty) return told === null ? none : known(told);
  const operation = original === null ? null : routes.operationOf(original.method, original.path);
  if (operation === null || (told !== null && told !== operation)) return unknown;
  return { outcome: 'known', operation };
}

/** Names are recorded, so they must not hold what only looks like one. */
function known(operation: string): CalledOperation {
  return isOperationName(operation) && !holdsKey(operation) ? { outcome: 'known', operation } : unknown;
}

function routesOf(definition: CatalogueDefinition): RequestRoutes {
  let routes = routesByCatalogue.get(definition);
  if (routes === undefined) {
    routes = new RequestRoutes(definition);
    routesByCatalogue.set(definition, routes);
  }
  return routes;
}
