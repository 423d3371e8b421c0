import type { OperationAccess } from '../scopes/catalogue.js';
import type { CatalogueDefinition, DefinedGroup, DefinedOperation } from './catalogue-definition.js';

/** How one catalogue differs from another, by the names of operations and the ids of groups. */
export interface CatalogueChanges {
  readonly operations: Changes<OperationChange>;
  readonly groups: Changes<GroupChange>;
}

export interface Changes<Changed> {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly Changed[];
}

export interface OperationChange {
  readonly name: string;
  /** Null: as before. */
  readonly access: Replaced<OperationAccess> | null;
  readonly summaryChanged: boolean;
  readonly routesChanged: boolean;
}

export interface GroupChange {
  readonly id: string;
  /** Null: as before. */
  readonly title: Replaced<string> | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface Replaced<Value> {
  readonly from: Value;
  readonly to: Value;
}

/** @param before null: there was no catalogue */
export function compareCatalogues(
  before: CatalogueDefinition | null,
  after: CatalogueDefinition,
): CatalogueChanges {
  return {
    operations: compare(before?.operations ?? [], after.operations, ({ name }) => name, operationChange),
    groups: compare(before?.groups ?? [], after.groups, ({ id }) => id, groupChange),
  };
}

function compare<Item, Changed>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
  changeOf: (was: Item, is: Item) => Changed | null,
): Changes<Changed> {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const names = new Set(after.map(nameOf));
  const changed = after.flatMap((is) => {
    const was = old.get(nameOf(is));
    const change = was === undefined ? null : changeOf(was, is);
    return change === null ? [] : [change];
  });
  return {
    added: [...names].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !names.has(name)),
    changed,
  };
}

function operationChange(was: DefinedOperation, is: DefinedOperation): OperationChange | null {
  const change = {
    name: is.name,
    access: replaced(was.access, is.access),
    summaryChanged: was.summary !== is.summary,
    routesChanged: JSON.stringify(was.routes) !== JSON.stringify(is.routes),
  };
  return change.access !== null || change.summaryChanged || change.routesChanged ? change : null;
}

function groupChange(was: DefinedGroup, is: DefinedGroup): GroupChange | null {
  const [old, now] = [new Set(was.operations), new Set(is.operations)];
  const change = {
    id: is.id,
    title: replaced(was.title, is.title),
    added: is.operations.filter((name) => !old.has(name)),
    removed: was.operations.filter((name) => !now.has(name)),
  };
  return change.title !== null || change.added.length + change.removed.length > 0 ? change : null;
}

function replaced<Value>(from: Value, to: Value): Replaced<Value> | null {
  return from === to ? null : { from, to };
}
