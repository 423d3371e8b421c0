import { type Environment, environments } from '@keyledger/domain';
import type { Sorting } from '../components/server-table.js';
import { type MaybeAbsent, textOf, withoutAbsent } from '../shell/search-params.js';

export const keyStatuses = ['active', 'disabled', 'expired', 'rotated', 'revoked'] as const;
export type KeyStatus = (typeof keyStatuses)[number];

export const keySorts = ['created', 'name', 'lastUsed', 'expires'] as const;
export type KeySort = (typeof keySorts)[number];

const sortOrders = ['asc', 'desc'] as const;

/** Filters, order and page of the list of keys, as they stand in the address bar. */
export interface KeySearch {
  readonly q?: string;
  readonly status?: KeyStatus;
  readonly environment?: Environment;
  readonly tag?: readonly string[];
  readonly owner?: string;
  readonly sort?: KeySort;
  readonly order?: (typeof sortOrders)[number];
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
    ...sortIn(given),
    cursor: textOf(given['cursor']),
  });
}

/** Another filter, or another order, shows its first page. */
export function filteredBy(search: KeySearch, change: Partial<MaybeAbsent<KeySearch>>): KeySearch {
  return withoutAbsent<KeySearch>({ ...search, cursor: undefined, ...change });
}

/** What the address asks for in full: the server's usual order is not left to be guessed. */
function sortIn(given: Readonly<Record<string, unknown>>): MaybeAbsent<Pick<KeySearch, 'sort' | 'order'>> {
  const sort = keySorts.find((one) => one === given['sort']);
  const order = sortOrders.find((one) => one === given['order']) ?? 'asc';
  return sort === undefined ? { sort, order: undefined } : { sort, order };
}

/** Newest first unless the address says otherwise. */
export function sortingOf({ sort, order }: KeySearch): Sorting {
  return { by: sort ?? 'created', descending: sort === undefined || order === 'desc' };
}

/** From one order of a column to the other, and from there back to newest first. */
export function sortedBy(search: KeySearch, { by, descending }: Sorting): KeySearch {
  const wasDescending = search.sort === by && search.order === 'desc';
  const sort = wasDescending ? undefined : keySorts.find((one) => one === by);
  return filteredBy(search, { sort, order: sort && (descending ? 'desc' : 'asc') });
}

function tagsOf(given: unknown): readonly string[] | undefined {
  const tags = [given].flat().flatMap((tag) => textOf(tag) ?? []);
  return tags.length === 0 ? undefined : tags;
}

/** Whether the list shows less than all keys. */
export function isFiltered({ q, status, environment, tag, owner }: KeySearch): boolean {
  return [q, status, environment, tag, owner].some((filter) => filter !== undefined);
}
