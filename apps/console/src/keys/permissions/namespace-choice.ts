import {
  type CatalogueDefinition,
  type DefinedOperation,
  compileCatalogue,
  compileScopes,
  decidingScope,
} from '@keyledger/domain';

export interface Namespace {
  readonly name: string;
  readonly operations: readonly DefinedOperation[];
}

/** How much of a namespace scopes hold: nothing, what only reads, all of it, or a choice of operations. */
export type Extent = 'none' | 'read' | 'all' | 'chosen';

export function namespacesOf({ operations }: CatalogueDefinition): readonly Namespace[] {
  const byName = new Map<string, DefinedOperation[]>();
  for (const operation of operations) {
    const name = namespaceOf(operation.name);
    byName.set(name, [...(byName.get(name) ?? []), operation]);
  }
  return [...byName].map(([name, inside]) => ({ name, operations: inside }));
}

export function extentIn(namespace: string, scopes: readonly string[]): Extent {
  const inside = scopesIn(namespace, scopes);
  if (inside.includes(`${namespace}:*`)) return 'all';
  if (inside.length === 0) return 'none';
  return inside.length === 1 && inside[0] === `${namespace}:read` ? 'read' : 'chosen';
}

/** The scopes with another extent of one namespace; `chosen` begins with none. */
export function withExtent(namespace: string, extent: Extent, scopes: readonly string[]): readonly string[] {
  const others = scopes.filter((scope) => namespaceOf(scope) !== namespace);
  if (extent === 'all') return [...others, `${namespace}:*`];
  return extent === 'read' ? [...others, `${namespace}:read`] : others;
}

export function toggled(scope: string, held: boolean, scopes: readonly string[]): readonly string[] {
  const others = scopes.filter((other) => other !== scope);
  return held ? [...others, scope] : others;
}

/** Operations of the catalogue that the scopes allow together. */
export function allowedOperations(
  scopes: readonly string[],
  definition: CatalogueDefinition,
): readonly DefinedOperation[] {
  const compiled = compileScopes(scopes);
  const catalogue = compileCatalogue(definition);
  return definition.operations.filter(
    ({ name }) => decidingScope(compiled, name, catalogue.get(name) ?? null) !== null,
  );
}

function scopesIn(namespace: string, scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => namespaceOf(scope) === namespace);
}

function namespaceOf(name: string): string {
  return name.slice(0, name.indexOf(':'));
}
