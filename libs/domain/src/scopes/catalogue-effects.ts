import type { OperationCatalogue } from './catalogue.js';
import { compileScopes, decidingScope } from './compiled-scopes.js';
import { everyReadScope, groupScopeOf, isNamespaced, parseScope, type Scope } from './scope.js';

/** What becomes of a list of scopes when the catalogue changes. Names in the order of code units. */
export interface ScopesEffect {
  /** Operations of either catalogue that are allowed with the new one only. */
  readonly gained: readonly string[];
  /** With the old one only. */
  readonly lost: readonly string[];
  /** Scopes that name nothing in the new catalogue, and did in the old one if there was one. */
  readonly namingNothing: readonly string[];
}

/**
 * What a change of the catalogue does to whoever holds scopes. Only `namespace:read`, `*:read` and `@group` depend on
 * the catalogue, so only operations that those reach differently are looked at.
 *
 * @param before null: there was none
 */
export function catalogueEffects(
  before: OperationCatalogue | null,
  after: OperationCatalogue,
): (scopes: readonly string[]) => ScopesEffect {
  const reached = changedReach(before, after);
  const namesNow = namesIn(after);
  const namesBefore = before === null ? null : namesIn(before);
  return (scopes) => {
    const held = compileScopes(scopes);
    const candidates = new Set(scopes.flatMap((scope) => reached.get(scope) ?? []));
    const gained: string[] = [];
    const lost: string[] = [];
    for (const operation of [...candidates].sort()) {
      const allowedBefore = decidingScope(held, operation, before?.get(operation) ?? null) !== null;
      const allowedAfter = decidingScope(held, operation, after.get(operation) ?? null) !== null;
      if (allowedAfter && !allowedBefore) gained.push(operation);
      if (allowedBefore && !allowedAfter) lost.push(operation);
    }
    const namingNothing = scopes.filter((text) => {
      const scope = parseScope(text);
      return scope !== null && !namesNow(scope) && (namesBefore === null || namesBefore(scope));
    });
    return { gained, lost, namingNothing };
  };
}

/** By scope: the operations that it may cover in one of the two catalogues and not in the other. */
function changedReach(
  before: OperationCatalogue | null,
  after: OperationCatalogue,
): ReadonlyMap<string, readonly string[]> {
  const reached = new Map<string, string[]>();
  for (const name of new Set([...(before?.keys() ?? []), ...after.keys()])) {
    const [was, is] = [before?.get(name), after.get(name)];
    const scopes = new Set([...(was?.groups ?? []), ...(is?.groups ?? [])].map(groupScopeOf));
    if (was?.access !== is?.access) {
      scopes.add(everyReadScope).add(`${name.slice(0, name.indexOf(':'))}:read`);
    }
    for (const scope of scopes) {
      const operations = reached.get(scope);
      if (operations === undefined) reached.set(scope, [name]);
      else operations.push(name);
    }
  }
  return reached;
}

function namesIn(catalogue: OperationCatalogue): (scope: Scope) => boolean {
  const namespaces = new Set([...catalogue.keys()].map((name) => name.slice(0, name.indexOf(':'))));
  const groups = new Set([...catalogue.values()].flatMap((operation) => operation.groups));
  return (scope) => {
    if (scope.kind === 'group') return groups.has(scope.group);
    if (!isNamespaced(scope)) return true;
    return scope.kind === 'operation' ? catalogue.has(scope.text) : namespaces.has(scope.namespace);
  };
}
