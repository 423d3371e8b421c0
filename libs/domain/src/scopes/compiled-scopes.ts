import type { OperationAccess } from './catalogue.js';
import { everythingScope, parseScope, type Scope } from './scope.js';

/**
 * The scopes of a key, so arranged that a check is a look-up. Equal scope lists compile to equal values, so holders of
 * many keys should share one per distinct list.
 */
export interface CompiledScopes {
  readonly everything: boolean;
  /** By namespace as written (`keyledger@acme` is not `keyledger`). */
  readonly namespaces: ReadonlyMap<string, WideScopes>;
  /** Scopes on single operations, which are spelt like the operation. */
  readonly operations: ReadonlySet<string>;
}

/** The scopes on a whole namespace that are held, by their text; null: not held. */
export interface WideScopes {
  readonly all: string | null;
  readonly read: string | null;
}

const noNamespaces: ReadonlyMap<string, WideScopes> = new Map();
const noOperations: ReadonlySet<string> = new Set();

/** Texts that are no scopes allow nothing; they are left out. */
export function compileScopes(scopes: readonly string[]): CompiledScopes {
  const parsed = scopes.map(parseScope).filter((scope) => scope !== null);
  const namespaces = new Map<string, WideScopes>();
  const operations = new Set<string>();
  for (const scope of parsed) addScope(scope, namespaces, operations);
  return {
    everything: parsed.some(({ kind }) => kind === 'everything'),
    namespaces: namespaces.size === 0 ? noNamespaces : namespaces,
    operations: operations.size === 0 ? noOperations : operations,
  };
}

function addScope(scope: Scope, namespaces: Map<string, WideScopes>, operations: Set<string>): void {
  if (scope.kind === 'everything') return;
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
 * then `namespace:read`, then `namespace:Operation`.
 *
 * @param operation full name; the caller has checked it with `isOperationName`
 * @param access what the catalogue says of the operation; null: there is no catalogue or it lacks the operation, and
 *   then `namespace:read` covers only an operation of exactly that name (nothing is guessed)
 */
export function decidingScope(
  compiled: CompiledScopes,
  operation: string,
  access: OperationAccess | null,
): string | null {
  if (compiled.everything) return everythingScope;
  return decidingWideScope(compiled, operation, access) ?? decidingOperationScope(compiled, operation);
}

function decidingWideScope(
  { namespaces }: CompiledScopes,
  operation: string,
  access: OperationAccess | null,
): string | null {
  const colon = operation.indexOf(':');
  if (namespaces.size === 0 || colon < 0) return null;
  const held = namespaces.get(operation.slice(0, colon));
  if (held === undefined) return null;
  if (held.all !== null) return held.all;
  return access === 'read' || (access === null && operation === held.read) ? held.read : null;
}

function decidingOperationScope({ operations }: CompiledScopes, operation: string): string | null {
  return operations.has(operation) ? operation : null;
}

/** The narrowest scope that allows the operation: the one of its own name. */
export function sufficientScope(operation: string): string {
  return operation;
}
