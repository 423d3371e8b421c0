import {
  type OperationCatalogue,
  type Permissions,
  compileScopes,
  decidingScope,
  everyReadScope,
  everythingScope,
  groupScopeOf,
  scopesMax,
} from '@keyledger/domain';
import { otherOperation } from '../usage.js';

/** How often operations were allowed, by full name; null: none was asked about. */
export type UsedOperations = ReadonlyMap<string | null, number>;

export interface ScopeAudit {
  /** Scopes that let nothing pass in the time that was looked at (WX-11). */
  readonly unusedScopes: readonly string[];
  /**
   * The smallest set that would have let the same requests pass; null: nothing smaller can be named, because the key
   * was not used, or not all that it did is known by name.
   */
  readonly smallest: readonly string[] | null;
}

export interface AuditedKey {
  readonly scopes: readonly string[];
  readonly permissions: Pick<Permissions, 'model'>;
  readonly catalogue: OperationCatalogue | null;
}

/** What a key holds against what it used. */
export function auditScopes(
  { scopes, permissions, catalogue }: AuditedKey,
  used: UsedOperations,
): ScopeAudit {
  const compiled = compileScopes(scopes);
  const names = [...used.keys()].filter((name) => name !== null && name !== otherOperation);
  const known = names.filter((name): name is string => name !== null);
  const deciding = new Set(known.map((name) => decidingScope(compiled, name, catalogue?.get(name) ?? null)));
  const unusedScopes = scopes.filter((scope) => !deciding.has(scope));
  if (known.length === 0 || used.has(otherOperation)) return { unusedScopes, smallest: null };
  const smallest =
    permissions.model === 'levels' ? smallestLevel(known, catalogue) : smallestScopes(known, scopes);
  return { unusedScopes, smallest: sameSet(smallest, scopes) ? null : smallest };
}

/** One scope for each operation: nothing narrower can be said. */
function smallestScopes(operations: readonly string[], held: readonly string[]): readonly string[] {
  return operations.length <= scopesMax ? [...operations].sort() : held;
}

/** Groups that have all of it, each taken because it has most of what is left; or else a level. */
function smallestLevel(
  operations: readonly string[],
  catalogue: OperationCatalogue | null,
): readonly string[] {
  const groups = coveringGroups(operations, catalogue);
  const onlyReads = operations.every((name) => catalogue?.get(name)?.access === 'read');
  if (groups !== null && groups.length <= 1) return groups.map(groupScopeOf);
  if (onlyReads) return [everyReadScope];
  return groups === null ? [everythingScope] : groups.map(groupScopeOf);
}

function coveringGroups(
  operations: readonly string[],
  catalogue: OperationCatalogue | null,
): readonly string[] | null {
  let rest = operations;
  const chosen: string[] = [];
  while (rest.length > 0) {
    const counts = new Map<string, number>();
    for (const group of rest.flatMap((name) => catalogue?.get(name)?.groups ?? [])) {
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    const [best] = [...counts].sort(([left, l], [right, r]) => r - l || (left < right ? -1 : 1));
    if (best === undefined) return null;
    const [group] = best;
    chosen.push(group);
    rest = rest.filter((name) => catalogue?.get(name)?.groups.includes(group) !== true);
  }
  return chosen.sort();
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((scope) => right.includes(scope));
}
