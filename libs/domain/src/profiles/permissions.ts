import { refuse } from '../refusal.js';
import { everyReadScope, everythingScope, groupScopeOf, isNamespaced, parseScope } from '../scopes/scope.js';
import type { PermissionGroup, Permissions, PermissionTerms } from './profile.js';

/** Keys hold scopes of the four levels (WX-4), and people say so. */
export function scopePermissions(initialScopes: readonly string[] | null): Permissions {
  return {
    model: 'scopes',
    groups: null,
    initialScopes,
    accepts: (scope) => scope.kind !== 'group' && scope.kind !== 'every-read',
    toScopes: () => refuse('INVALID_PERMISSIONS', 'Keys of this profile are given scopes.'),
    toTerms: () => null,
    sufficientFor: (operation) => operation,
  };
}

/** Full Access, Read Only, or a choice of groups (XN-4, XN-5). */
export function levelPermissions(groups: readonly PermissionGroup[]): Permissions {
  return {
    model: 'levels',
    groups,
    initialScopes: null,
    accepts: (scope) => !isNamespaced(scope),
    toScopes: (terms) => scopesOfLevel(terms, groups),
    toTerms: levelOf,
    sufficientFor: (_, known) => {
      const group = groups.find(({ id }) => known?.groups.includes(id));
      if (group !== undefined) return group.title;
      return known?.access === 'read' ? 'Read Only' : 'Full Access';
    },
  };
}

function scopesOfLevel(
  { level, groups = [], operations }: PermissionTerms,
  known: readonly PermissionGroup[],
) {
  if (operations !== undefined) return refuse('INVALID_PERMISSIONS', 'This profile has levels and groups.');
  if (level !== 'custom' && groups.length > 0) {
    return refuse('INVALID_PERMISSIONS', 'Groups go with the level custom.');
  }
  switch (level) {
    case 'full':
      return [everythingScope];
    case 'read':
      return [everyReadScope];
    case 'custom':
      return groups.length > 0 && groups.every((id) => known.some((group) => group.id === id))
        ? groups.map(groupScopeOf)
        : refuse('INVALID_PERMISSIONS', `Name groups: ${known.map(({ id }) => id).join(', ')}.`);
    case undefined:
      return refuse('INVALID_PERMISSIONS', 'The level is full, read or custom.');
  }
}

function levelOf(scopes: readonly string[]): PermissionTerms {
  if (scopes.includes(everythingScope)) return { level: 'full' };
  if (scopes.includes(everyReadScope)) return { level: 'read' };
  const groups = scopes.map(parseScope).flatMap((scope) => (scope?.kind === 'group' ? [scope.group] : []));
  return { level: 'custom', groups };
}

/** Names of operations, all in one namespace (SG-2). */
export function operationPermissions(namespace: string): Permissions {
  const prefix = `${namespace}:`;
  return {
    model: 'operations',
    groups: [],
    initialScopes: null,
    accepts: (scope) => scope.kind === 'operation' && scope.namespace === namespace,
    toScopes: ({ level, groups, operations = [] }) => {
      const others = level !== undefined || groups !== undefined;
      if (others || operations.length === 0) return refuse('INVALID_PERMISSIONS', 'Name operations.');
      return operations.map((operation) => prefix + operation);
    },
    toTerms: (scopes) => ({ operations: scopes.map((scope) => scope.slice(prefix.length)) }),
    sufficientFor: (operation) => operation.slice(operation.startsWith(prefix) ? prefix.length : 0),
  };
}
