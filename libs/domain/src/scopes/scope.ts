import { slugPattern } from '../account/slug.js';

export const everythingScope = '*:*';
export const everyReadScope = '*:read';

/**
 * A permission, parsed (WX-4): `*:*`, `namespace:*`, `namespace:read` (every read operation of the namespace) or
 * `namespace:Operation`; and what permission levels and groups come down to (XN-4, XN-5): `*:read` (every read
 * operation there is) and `@group` (the operations of a group of the catalogue). A namespace may be narrowed to one
 * account, `keyledger@acme`; only scopes on Keyledger's own operations use that.
 */
export type Scope = EverythingScope | EveryReadScope | GroupScope | NamespacedScope;

export type NamespacedScope = NamespaceScope | ReadScope | OperationScope;

export interface EverythingScope {
  readonly kind: 'everything';
  readonly text: typeof everythingScope;
}

export interface EveryReadScope {
  readonly kind: 'every-read';
  readonly text: typeof everyReadScope;
}

export interface GroupScope {
  readonly kind: 'group';
  readonly text: string;
  /** Id of the group. */
  readonly group: string;
}

export interface NamespaceScope extends InNamespace {
  readonly kind: 'namespace';
}

export interface ReadScope extends InNamespace {
  readonly kind: 'read';
}

export interface OperationScope extends InNamespace {
  readonly kind: 'operation';
  /** Name of the operation inside its namespace. */
  readonly operation: string;
}

interface InNamespace {
  readonly text: string;
  /** As written, `@account` included. */
  readonly namespace: string;
  /** The namespace without `@account`. */
  readonly api: string;
  readonly accountId: string | null;
}

const namespacePattern = `([a-z][a-z0-9-]{0,62})(?:@(${slugPattern}))?`;
const operationPattern = '[A-Za-z][A-Za-z0-9_.-]{0,99}';
const namespacedScope = new RegExp(`^${namespacePattern}:(\\*|${operationPattern})$`);
const operationName = new RegExp(`^${namespacePattern}:${operationPattern}$`);
const groupScope = /^@([a-z][a-z0-9-]{0,62})$/;

/** Null when the text is no scope. */
export function parseScope(text: unknown): Scope | null {
  if (typeof text !== 'string') return null;
  if (text === everythingScope) return { kind: 'everything', text };
  if (text === everyReadScope) return { kind: 'every-read', text };
  const [, group] = groupScope.exec(text) ?? [];
  if (group !== undefined) return { kind: 'group', text, group };
  return parseNamespaced(text);
}

function parseNamespaced(text: string): NamespacedScope | null {
  const [, api, account, operation] = namespacedScope.exec(text) ?? [];
  if (api === undefined || operation === undefined) return null;
  const accountId = account ?? null;
  const namespace = accountId === null ? api : `${api}@${accountId}`;
  const place: InNamespace = { text, namespace, api, accountId };
  if (operation === '*') return { kind: 'namespace', ...place };
  if (operation === 'read') return { kind: 'read', ...place };
  return { kind: 'operation', operation, ...place };
}

/** Whether this is the full name of an operation, `namespace:Operation`: what a check may ask about. */
export function isOperationName(value: unknown): boolean {
  return typeof value === 'string' && operationName.test(value);
}

/** Whether the scope is on one namespace. */
export function isNamespaced(scope: Scope): scope is NamespacedScope {
  return scope.kind === 'namespace' || scope.kind === 'read' || scope.kind === 'operation';
}

export function groupScopeOf(group: string): string {
  return `@${group}`;
}

/** Whether this can be the id of a permission group. */
export function isGroupId(value: unknown): boolean {
  return typeof value === 'string' && groupScope.test(groupScopeOf(value));
}
