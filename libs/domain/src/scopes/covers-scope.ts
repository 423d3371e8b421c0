import type { OperationCatalogue } from './catalogue.js';
import { type CompiledScopes, compileScopes, decidingScope } from './compiled-scopes.js';
import { type NamespacedScope, type OperationScope, parseScope, type Scope } from './scope.js';

/**
 * Nobody hands out more than they hold: whether every operation that `wanted` could ever allow, operations of the
 * future included, is allowed by the scopes held. So `namespace:*` is not covered by a list of all its operations.
 * A scope on all accounts covers the same on one: `keyledger:GetKey` covers `keyledger@acme:GetKey`.
 */
export function coversScope(
  held: readonly string[],
  wanted: string,
  catalogue: OperationCatalogue | null,
): boolean {
  return uncoveredScope(held, [wanted], catalogue) === null;
}

/** The first of the wanted scopes that the scopes held do not cover, or null. */
export function uncoveredScope(
  held: readonly string[],
  wanted: readonly string[],
  catalogue: OperationCatalogue | null,
): string | null {
  const compiled = compileScopes(held);
  return wanted.find((text) => !isCovered(compiled, parseScope(text), catalogue)) ?? null;
}

function isCovered(
  held: CompiledScopes,
  wanted: Scope | null,
  catalogue: OperationCatalogue | null,
): boolean {
  if (wanted === null) return false;
  if (held.everything || wanted.kind === 'everything') return held.everything;
  if (wanted.kind === 'every-read') return held.everyRead;
  if (wanted.kind === 'group') return held.groups.has(wanted.group);
  const namespaces = new Set([wanted.namespace, wanted.api]);
  return [...namespaces].some((namespace) => isCoveredIn(namespace, held, wanted, catalogue));
}

function isCoveredIn(
  namespace: string,
  held: CompiledScopes,
  wanted: NamespacedScope,
  catalogue: OperationCatalogue | null,
): boolean {
  const wide = held.namespaces.get(namespace) ?? { all: null, read: null };
  switch (wanted.kind) {
    case 'namespace':
      return wide.all !== null;
    case 'read':
      return wide.all !== null || wide.read !== null || held.everyRead;
    case 'operation':
      return coversOperation(namespace, held, wanted, catalogue);
  }
}

function coversOperation(
  namespace: string,
  held: CompiledScopes,
  { api, operation }: OperationScope,
  catalogue: OperationCatalogue | null,
): boolean {
  const known = catalogue?.get(`${api}:${operation}`) ?? null;
  return decidingScope(held, `${namespace}:${operation}`, known) !== null;
}
