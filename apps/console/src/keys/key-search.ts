import { type Environment, environments } from '@keyledger/domain';

export const keyStatuses = ['active', 'disabled', 'expired', 'rotated', 'revoked'] as const;
export type KeyStatus = (typeof keyStatuses)[number];

/** Filters and page of the list of keys, as they stand in the address bar. */
export interface KeySearch {
  readonly q?: string;
  readonly status?: KeyStatus;
  readonly environment?: Environment;
  readonly tag?: readonly string[];
  readonly owner?: string;
  readonly cursor?: string;
}

/** What of an address makes sense; the rest is left out rather than asked of the server. */
export function keySearchOf(given: Readonly<Record<string, unknown>>): KeySearch {
  return withoutAbsent({
    q: textOf(given['q']),
    status: keyStatuses.find((status) => status === given['status']),
    environment: environments.find((environment) => environment === given['environment']),
    tag: tagsOf(given['tag']),
    owner: textOf(given['owner']),
    cursor: textOf(given['cursor']),
  });
}

/** Another filter shows its first page. */
export function filteredBy(search: KeySearch, change: Partial<Draft>): KeySearch {
  return withoutAbsent({ ...search, cursor: undefined, ...change });
}

type Draft = { readonly [Name in keyof KeySearch]: KeySearch[Name] | undefined };

function withoutAbsent(draft: Draft): KeySearch {
  return Object.fromEntries(Object.entries<unknown>(draft).filter(([, value]) => value !== undefined));
}

function tagsOf(given: unknown): readonly string[] | undefined {
  const tags = [given].flat().flatMap((tag) => textOf(tag) ?? []);
  return tags.length === 0 ? undefined : tags;
}

/** The router reads what looks like a number as one. */
function textOf(given: unknown): string | undefined {
  if (typeof given === 'number') return String(given);
  return typeof given === 'string' && given !== '' ? given : undefined;
}

/** Whether the list shows less than all keys. */
export function isFiltered({ q, status, environment, tag, owner }: KeySearch): boolean {
  return [q, status, environment, tag, owner].some((filter) => filter !== undefined);
}
