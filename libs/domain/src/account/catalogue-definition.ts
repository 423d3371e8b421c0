import type { CatalogueOperation, OperationAccess, OperationCatalogue } from '../scopes/catalogue.js';

/** What an account says of its API: its operations and its permission groups. Recorded whole with every change. */
export interface CatalogueDefinition {
  /** By name, each once. */
  readonly operations: readonly DefinedOperation[];
  /** By id, each once. */
  readonly groups: readonly DefinedGroup[];
}

export interface DefinedOperation {
  /** Full name, `namespace:Operation`. */
  readonly name: string;
  readonly access: OperationAccess;
  /** One line for people, or null. */
  readonly summary: string | null;
  /** Which requests are calls of it, so that a gateway need not say. */
  readonly routes: readonly OperationRoute[];
}

export interface OperationRoute {
  /** Upper case. */
  readonly method: string;
  /** OpenAPI form: `/orders/{id}`. */
  readonly path: string;
}

export interface DefinedGroup {
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** Full names of operations of the catalogue. */
  readonly operations: readonly string[];
}

/** So arranged that a check is a look-up. */
export function compileCatalogue({ operations, groups }: CatalogueDefinition): OperationCatalogue {
  const groupsOf = new Map<string, string[]>();
  for (const { id, operations: names } of groups) {
    for (const name of names) groupsOf.set(name, [...(groupsOf.get(name) ?? []), id]);
  }
  return new Map(
    operations.map(({ name, access }): [string, CatalogueOperation] => [
      name,
      { access, groups: groupsOf.get(name) ?? [] },
    ]),
  );
}
