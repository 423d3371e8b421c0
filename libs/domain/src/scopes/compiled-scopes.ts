import type { CatalogueOperation } from './catalogue.js';
import {
  everyReadScope,
  everythingScope,
  groupScopeOf,
  isNamespaced,
  parseScope,
  type NamespacedScope,
} from './scope.js';

/**
 * The scopes of a key, so arranged that a check is a look-up. Equal scope lists compile to equal values, so holders of
 * many keys should share one per distinct list.
 */
export interface CompiledScopes {
  readonly everything: boolean;
  /** Every read operation there is. */
  readonly everyRead: boolean;
  /** By namespace as written (`keyledger@acme` is not `keyledger`). */
  readonly namespaces: ReadonlyMap<string, WideScopes>;
  /** Scopes on single operations, which are spelt like the operation. */
  readonly operations: ReadonlySet<string>;
  /** Permission groups, by id; which operations they have is for the catalogue to say. */
  readonly groups: ReadonlySet<string>;
}

/** The scopes on a whole namespace that are held, by their text; null: not held. */
export interface WideScopes {
  readonly all: string | null;
  readonly read: string | null;
}

const noNamespaces: ReadonlyMap<string, WideScopes> = new Map();
const none: ReadonlySet<string> = new Set();

/** Texts that are no scopes allow nothing; they are left out. */
export function compileScopes(scopes: readonly string[]): CompiledScopes {
  const parsed = scopes.map(parseScope).filter((scope) => scope !== null);
  const namespaces = new Map<string, WideScopes>();
  const operations = new Set<string>();
  for (const scope of parsed.filter(isNamespaced)) addScope(scope, namespaces, operations);
  const groups = new Set(parsed.flatMap((scope) => (scope.kind === 'group' ? [scope.group] : [])));
  return {
    everything: parsed.some(({ kind }) => kind === 'everything'),
    everyRead: parsed.some(({ kind }) => kind === 'every-read'),
    namespaces: namespaces.size === 0 ? noNamespaces : namespaces,
    operations: operations.size === 0 ? none : operations,
    groups: groups.size === 0 ? none : groups,
  };
}

function addScope(
  scope: NamespacedScope,
  namespaces: Map<string, WideScopes>,
  operations: Set<string>,
): void {
  if (scope.kind === 'operation') {
    operations.add(scope.text);
    return;
  }
  const held = namespaces.get(scope.namespace) ?? { all: null, read: null };
  const added = scope.kind === 'namespace' ? { all: scope.text } : { read: scope.text };
  namespaces.set(scope.namespace, { ...held, ...added });
}

/**
 * The scope that allows the operation, or null. Where several do, the widest decides (WX-5): `*:*`, then `namespace:*`,
 * then `*:read` and `namespace:read`, then `@group`, then `namespace:Operation`.
 *
 * @param operation full name; the caller has checked it with `isOperationName`
 * @param known what the catalogue says of the operation; null: there is no catalogue or it lacks the operation, and
 *   then `namespace:read` covers only an operation of exactly that name (nothing is guessed)
 */
export function decidingScope(
  compiled: CompiledScopes,
  operation: string,
  known: CatalogueOperation | null,
): string | null {
  if (compiled.everything) return everythingScope;
  return (
    decidingWideScope(compiled, operation, known) ??
    decidingGroup(compiled, known) ??
    (compiled.operations.has(operation) ? operation : null)
  );
}

function decidingWideScope(
  { namespaces, everyRead }: CompiledScopes,
  operation: string,
  known: CatalogueOperation | null,
): string | null {
  const colon = operation.indexOf(':');
  const held = namespaces.size === 0 || colon < 0 ? undefined : namespaces.get(operation.slice(0, colon));
  if (held !== undefined && held.all !== null) return held.all;
  if (everyRead && known?.access === 'read') return everyReadScope;
  if (held === undefined) return null;
  return known?.access === 'read' || (known === null && operation === held.read) ? held.read : null;
}

function decidingGroup({ groups }: CompiledScopes, known: CatalogueOperation | null): string | null {
  if (groups.size === 0 || known === null) return null;
  const group = known.groups.find((id) => groups.has(id));
  return group === undefined ? null : groupScopeOf(group);
}

/** The narrowest scope that allows the operation: the one of its own name. */
export function sufficientScope(operation: string): string {
  return operation;
}
