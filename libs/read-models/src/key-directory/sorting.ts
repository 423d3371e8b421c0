import { type Refusal, isRefusal } from '@keyledger/domain';
import { type CursorScope, decodeCursor, encodeCursor, invalidCursor } from '../paging/cursor.js';
import { type KeysetPlace, decodeKeysetCursor, encodeKeysetCursor } from '../paging/keyset-cursor.js';
import { type Condition, lastUse } from './condition.js';
import type { KeyDirectoryRow } from './row.js';

export type KeySort = 'created' | 'name' | 'lastUsed' | 'expires';
export type SortOrder = 'asc' | 'desc';

/** In which order keys come; those that are alike in it by id, in the same direction. */
export interface KeySorting {
  /**
   * `created` unless given. A key that was never used comes before all uses, one that never expires after all expiries;
   * names as dictionaries have them, whatever the case of their letters.
   */
  readonly sort?: KeySort | null;
  /** Unless given, the latest creations and uses, the soonest expiries and the first names come first. */
  readonly order?: SortOrder | null;
}

const usualOrders: Readonly<Record<KeySort, SortOrder>> = {
  created: 'desc',
  name: 'asc',
  lastUsed: 'desc',
  expires: 'asc',
};

/** A row of the directory with its last use, where the list is sorted by that. */
export interface SortedRow {
  readonly row: KeyDirectoryRow;
  readonly lastUsedAt: Date | null;
}

/** An order as a list needs it: in SQL, and between pages. */
export interface KeyOrdering {
  readonly direction: 'ASC' | 'DESC';
  /** SQL of `SortedRow.lastUsedAt`; null: is not needed. */
  readonly lastUsedAt: string | null;
  /** SQL, the most significant first. */
  readonly columns: readonly string[];
  /** Rows after the page that ended there; INVALID_CURSOR is the only refusal. */
  readonly after: (scope: CursorScope, cursor: string) => Condition | Refusal;
  readonly cursorAt: (scope: CursorScope, last: SortedRow) => string;
}

export function orderingOf({ sort: givenSort, order }: KeySorting): KeyOrdering {
  const sort = givenSort ?? 'created';
  const direction = (order ?? usualOrders[sort]) === 'asc' ? 'ASC' : 'DESC';
  return sort === 'created' ? byCreation(direction) : byValue(values[sort], direction);
}

/** What binds a cursor to the order of its list; newest first has been there before there were others. */
export function sortingTexts({ sort, order }: KeySorting): CursorScope['filters'] {
  const resolved = sort ?? 'created';
  const given = order ?? usualOrders[resolved];
  const isUsualList = resolved === 'created' && given === usualOrders.created;
  return isUsualList ? {} : { sort: resolved, order: given };
}

/** The log has one order, and no two keys share a place in it. */
function byCreation(direction: KeyOrdering['direction']): KeyOrdering {
  return {
    direction,
    lastUsedAt: null,
    columns: ['key.createdPosition'],
    after: (scope, cursor) => {
      const after = decodeCursor(scope, cursor);
      return isRefusal(after) ? after : createdBeyond(direction, after);
    },
    cursorAt: (scope, { row }) => encodeCursor(scope, row.createdPosition),
  };
}

/** Keys that were created after the position, or before it where the newest come first. */
export function createdBeyond(direction: KeyOrdering['direction'], position: bigint): Condition {
  return {
    sql: `key.createdPosition ${beyond[direction]} :after`,
    parameters: { after: position.toString() },
  };
}

const beyond = { ASC: '>', DESC: '<' } as const;

interface SortedBy {
  readonly lastUsedAt: string | null;
  /** SQL that is never null: rows are ordered and compared by it. Spelt like the indexes of `KeySorting`. */
  readonly column: string;
  readonly valueOf: (sorted: SortedRow) => KeysetPlace['value'];
  /** As the parameter that `column` is compared with; null for what is none. */
  readonly parameter: (value: KeysetPlace['value']) => string | Date | null;
}

const values: Readonly<Record<Exclude<KeySort, 'created'>, SortedBy>> = {
  name: {
    lastUsedAt: null,
    column: 'key.name COLLATE "und-x-icu"',
    valueOf: ({ row }) => row.name,
    parameter: (value) => (typeof value === 'string' ? value : null),
  },
  lastUsed: {
    lastUsedAt: lastUse,
    column: `coalesce(${lastUse}, '-infinity')`,
    valueOf: ({ lastUsedAt }) => lastUsedAt?.getTime() ?? null,
    parameter: (value) => instantOr(value, '-infinity'),
  },
  expires: {
    lastUsedAt: null,
    column: `coalesce(key.expiresAt, 'infinity')`,
    valueOf: ({ row }) => (row.expiresAt === null ? null : Date.parse(row.expiresAt)),
    parameter: (value) => instantOr(value, 'infinity'),
  },
};

function instantOr(value: KeysetPlace['value'], none: string): string | Date | null {
  if (typeof value === 'string') return null;
  return value === null ? none : new Date(value);
}

function byValue(
  { lastUsedAt, column, valueOf, parameter }: SortedBy,
  direction: KeyOrdering['direction'],
): KeyOrdering {
  return {
    direction,
    lastUsedAt,
    columns: [column, 'key.keyId'],
    after: (scope, cursor) => {
      const place = decodeKeysetCursor(scope, cursor);
      if (isRefusal(place)) return place;
      const afterValue = parameter(place.value);
      if (afterValue === null) return invalidCursor();
      return {
        sql: `(${column}, key.keyId) ${beyond[direction]} (:afterValue, :afterId)`,
        parameters: { afterValue, afterId: place.id },
      };
    },
    cursorAt: (scope, last) => encodeKeysetCursor(scope, { value: valueOf(last), id: last.row.keyId }),
  };
}
