import { type Environment, environments } from '@keyledger/domain';
import { type MaybeAbsent, textOf, withoutAbsent } from '../shell/search-params.js';

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
  return withoutAbsent<KeySearch>({
    q: textOf(given['q']),
    status: keyStatuses.find((status) => status === given['status']),
    environment: environments.find((environment) => environment === given['environment']),
    tag: tagsOf(given['tag']),
    owner: textOf(given['owner']),
    cursor: textOf(given['cursor']),
  });
}

/** Another filter shows its first page. */
export function filteredBy(search: KeySearch, change: Partial<MaybeAbsent<KeySearch>>): KeySearch {
  return withoutAbsent<KeySearch>({ ...search, cursor: undefined, ...change });
}

function tagsOf(given: unknown): readonly string[] | undefined {
  const tags = [given].flat().flatMap((tag) => textOf(tag) ?? []);
  return tags.length === 0 ? undefined : tags;
}

/** Whether the list shows less than all keys. */
export function isFiltered({ q, status, environment, tag, owner }: KeySearch): boolean {
  return [q, status, environment, tag, owner].some((filter) => filter !== undefined);
}
