import type { CatalogueOperation, OperationCatalogue } from './catalogue.js';
import { compileScopes, decidingScope } from './compiled-scopes.js';
import {
  everyReadScope,
  everythingScope,
  groupScopeOf,
  isNamespaced,
  parseScope,
  type Scope,
} from './scope.js';

/** An operation that a scope allows, and the most restrictive scope that would have done. */
export interface AllowedOperation {
  readonly name: string;
  readonly leastScope: string;
}

/**
 * Every scope that allows an operation of the catalogue ("Allowed Auth Scopes", WX-6), the most restrictive first: the
 * operation itself, then its groups (the smallest first), then `namespace:read`, `*:read`, `namespace:*`, `*:*`.
 *
 * @param accepts whether the account's profile knows such scopes at all
 * @returns null: the catalogue has no such operation
 */
export function allowedScopes(
  operation: string,
  catalogue: OperationCatalogue,
  accepts: (scope: Scope) => boolean,
): readonly string[] | null {
  const known = catalogue.get(operation);
  return known === undefined ? null : scopesAllowing(operation, known, groupSizes(catalogue), accepts);
}

/**
 * The operations of the catalogue that a scope allows, in the catalogue's order.
 *
 * @param accepts as for `allowedScopes`; what it refuses allows nothing
 */
export function operationsAllowedBy(
  scope: Scope,
  catalogue: OperationCatalogue,
  accepts: (scope: Scope) => boolean,
): readonly AllowedOperation[] {
  if (!accepts(scope)) return [];
  const compiled = compileScopes([scope.text]);
  const sizes = groupSizes(catalogue);
  return [...catalogue]
    .filter(([name, known]) => decidingScope(compiled, spelledFor(scope, name), known) !== null)
    .map(([name, known]) => {
      const [leastScope = scope.text] = scopesAllowing(name, known, sizes, accepts);
      return { name, leastScope };
    });
}

function scopesAllowing(
  operation: string,
  { access, groups }: CatalogueOperation,
  sizes: ReadonlyMap<string, number>,
  accepts: (scope: Scope) => boolean,
): readonly string[] {
  const namespace = operation.slice(0, operation.indexOf(':'));
  const smallestFirst = [...groups].sort(
    (left, right) => (sizes.get(left) ?? 0) - (sizes.get(right) ?? 0) || (left < right ? -1 : 1),
  );
  const candidates = [
    operation,
    ...smallestFirst.map(groupScopeOf),
    ...(access === 'read' ? [`${namespace}:read`, everyReadScope] : []),
    `${namespace}:*`,
    everythingScope,
  ];
  return candidates.filter((text) => {
    const scope = parseScope(text);
    return scope !== null && accepts(scope);
  });
}

/** How many operations each group has, by its id. */
function groupSizes(catalogue: OperationCatalogue): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const { groups } of catalogue.values()) {
    for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  return sizes;
}

/** `keyledger@acme:*` allows `keyledger@acme:GetKey`, which the catalogue has as `keyledger:GetKey`. */
function spelledFor(scope: Scope, operation: string): string {
  if (!isNamespaced(scope) || scope.accountId === null) return operation;
  return operation.startsWith(`${scope.api}:`)
    ? `${scope.namespace}${operation.slice(scope.api.length)}`
    : operation;
}
