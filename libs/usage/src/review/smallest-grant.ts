import {
  type OperationCatalogue,
  type Permissions,
  checkScopes,
  compileScopes,
  coversScope,
  decidingScope,
  everyReadScope,
  everythingScope,
  groupScopeOf,
  isNamespaced,
  isRefusal,
  parseScope,
  scopesMax,
} from '@keyledger/domain';
import { otherOperation } from '../usage.js';

/** How often operations were allowed, by full name; null: none was asked about. */
export type UsedOperations = ReadonlyMap<string | null, number>;

/** Their names alone. */
export type UsedOperationNames = Pick<ReadonlySet<string | null>, 'has' | 'keys'>;

export interface ScopeAudit {
  /** Scopes that let nothing pass in the time that was looked at (WX-11); none where that cannot be told. */
  readonly unusedScopes: readonly string[];
  /**
   * The smallest set that would have let the same requests pass, as far as the key may make them still: within what it
   * holds, and grantable as the catalogue is now. Null: nothing smaller can be named, because the key was not used, or
   * not all that it did is known by name.
   */
  readonly smallest: readonly string[] | null;
}

export interface AuditedKey {
  readonly scopes: readonly string[];
  readonly permissions: Pick<Permissions, 'model' | 'accepts'>;
  readonly catalogue: OperationCatalogue | null;
}

/** What a key holds against what it used. */
export function auditScopes(key: AuditedKey, used: UsedOperationNames): ScopeAudit {
  const { scopes } = key;
  // On which account an operation was allowed is not counted, so of these nothing can be told.
  const onAccounts = scopes.filter(isOnOneAccount);
  if (used.has(otherOperation)) return { unusedScopes: [], smallest: null };
  const deciding = decidingScopes(key, used);
  const needed = new Set([...deciding.values(), ...onAccounts]);
  const unusedScopes = scopes.filter((scope) => !needed.has(scope));
  if (deciding.size === 0 || onAccounts.length > 0) return { unusedScopes, smallest: null };
  const smallest = asGranted(key, smallestSet(key, deciding));
  return { unusedScopes, smallest: smallest === null || sameSet(smallest, scopes) ? null : smallest };
}

/** By operation. What the key has lost since it did it cannot be given back by a review. */
function decidingScopes({ scopes, catalogue }: AuditedKey, used: UsedOperationNames) {
  const compiled = compileScopes(scopes);
  const deciding = new Map<string, string>();
  for (const name of used.keys()) {
    const scope = name === null ? null : decidingScope(compiled, name, catalogue?.get(name) ?? null);
    if (name !== null && scope !== null) deciding.set(name, scope);
  }
  return deciding;
}

function smallestSet(key: AuditedKey, deciding: ReadonlyMap<string, string>): readonly string[] {
  if (key.permissions.model !== 'levels') return smallestScopes(key, deciding);
  const operations = [...deciding.keys()];
  return key.scopes.includes(everythingScope)
    ? smallestLevel(operations, key.catalogue)
    : smallestPart(key, operations);
}

/**
 * The name of each operation is a scope, the narrowest. Not so where the catalogue has lost the operation, or where it is
 * called like a wider scope: then whatever allowed it stays.
 */
function smallestScopes(key: AuditedKey, deciding: ReadonlyMap<string, string>): readonly string[] {
  const chosen = [...deciding].map(([name, scope]) => (allowsItself(key, name) ? name : scope));
  const wide = [...new Set(chosen)].filter((text) => parseScope(text)?.kind !== 'operation');
  const rest = chosen.filter((text) => !wide.includes(text) && !isCoveredBy(key, wide, text));
  const smallest = [...new Set([...wide, ...rest])];
  return smallest.length <= scopesMax ? smallest : [...new Set(deciding.values())];
}

function allowsItself({ permissions, catalogue }: AuditedKey, name: string): boolean {
  if (isRefusal(checkScopes([name], catalogue, permissions.accepts))) return false;
  return decidingScope(compileScopes([name]), name, catalogue?.get(name) ?? null) !== null;
}

function isCoveredBy({ catalogue }: AuditedKey, wide: readonly string[], text: string): boolean {
  return wide.length > 0 && coversScope(wide, text, catalogue);
}

/** Groups that have all of it, each taken because it has most of what is left; or else a level. */
function smallestLevel(
  operations: readonly string[],
  catalogue: OperationCatalogue | null,
): readonly string[] {
  const groupsOf = (name: string) => catalogue?.get(name)?.groups.map(groupScopeOf) ?? [];
  const groups = covering(operations, groupsOf);
  const onlyReads = operations.every((name) => catalogue?.get(name)?.access === 'read');
  if (groups !== null && groups.length <= 1) return groups;
  if (onlyReads) return [everyReadScope];
  return groups ?? [everythingScope];
}

/** As few as possible of the scopes that are held: a key without everything may hold no other group instead. */
function smallestPart({ scopes, catalogue }: AuditedKey, operations: readonly string[]): readonly string[] {
  const held = scopes.map((text) => ({ text, compiled: compileScopes([text]) }));
  const allowing = (name: string) => {
    const known = catalogue?.get(name) ?? null;
    return held
      .filter(({ compiled }) => decidingScope(compiled, name, known) !== null)
      .map(({ text }) => text);
  };
  return covering(operations, allowing) ?? scopes;
}

/** Scopes that together allow all operations, by taking the one that allows most of the rest; null: there are none. */
function covering(
  operations: readonly string[],
  allowing: (name: string) => readonly string[],
): readonly string[] | null {
  let rest = operations.map((name) => allowing(name));
  const chosen: string[] = [];
  while (rest.length > 0) {
    const counts = new Map<string, number>();
    for (const scope of rest.flat()) counts.set(scope, (counts.get(scope) ?? 0) + 1);
    const [best] = [...counts].sort(([left, l], [right, r]) => r - l || (left < right ? -1 : 1));
    if (best === undefined) return null;
    const [scope] = best;
    chosen.push(scope);
    rest = rest.filter((scopes) => !scopes.includes(scope));
    if (rest.some((scopes) => scopes.length === 0)) return null;
  }
  return chosen;
}

/** As it would be recorded; null: it could not be, or would hand out more than is held. */
function asGranted(
  { scopes, permissions, catalogue }: AuditedKey,
  smallest: readonly string[],
): readonly string[] | null {
  const granted = checkScopes(smallest, catalogue, permissions.accepts);
  if (isRefusal(granted)) return null;
  return granted.every((scope) => scopes.includes(scope) || coversScope(scopes, scope, catalogue))
    ? granted
    : null;
}

function isOnOneAccount(text: string): boolean {
  const scope = parseScope(text);
  return scope !== null && isNamespaced(scope) && scope.accountId !== null;
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((scope) => right.includes(scope));
}
