import type { CatalogueDefinition } from '@keyledger/domain';

export interface CatalogueDifference {
  /** Name of an operation, or id of a group. */
  readonly name: string;
  /** In words; null: it was not there. */
  readonly before: string | null;
  readonly now: string | null;
}

/** Operations and groups that two catalogues do not say the same of; null: there is none. */
export function catalogueDifferences(
  before: CatalogueDefinition | null,
  now: CatalogueDefinition | null,
): readonly CatalogueDifference[] {
  const [then, since] = [textsOf(before), textsOf(now)];
  return [...new Set([...then.keys(), ...since.keys()])]
    .map((name) => ({ name, before: then.get(name) ?? null, now: since.get(name) ?? null }))
    .filter((difference) => difference.before !== difference.now);
}

/** Operations have a colon in their names, and ids of groups have none. */
function textsOf(catalogue: CatalogueDefinition | null): ReadonlyMap<string, string> {
  const { operations, groups } = catalogue ?? { operations: [], groups: [] };
  return new Map([
    ...operations.map(({ name, access, summary, routes }) => {
      const paths = routes.map(({ method, path }) => `${method} ${path}`);
      return [name, [access, ...(summary === null ? [] : [summary]), ...paths].join(' · ')] as const;
    }),
    ...groups.map(({ id, title, operations: members }) => {
      return [id, `${title}: ${members.join(', ')}`] as const;
    }),
  ]);
}
