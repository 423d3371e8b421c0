import { type CursorScope, encodeCursor } from './cursor.js';

export const pageSizeDefault = 50;
export const pageSizeMax = 200;

export interface PageRequest {
  /** `nextCursor` of the page before; none: from the start. */
  readonly cursor?: string | null;
  /** 1 to `pageSizeMax`; others are brought into that range. */
  readonly limit?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

export function pageSize({ limit }: PageRequest): number {
  return Math.min(pageSizeMax, Math.max(1, Math.trunc(limit ?? pageSizeDefault)));
}

interface PageReader<Row, Item> {
  readonly position: (row: Row) => bigint;
  readonly item: (row: Row) => Item;
}

/** Builds a page of a list that is sorted by position. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  scope: CursorScope,
  { position, item }: PageReader<Row, Item>,
): Page<Item> {
  return sortedPageOf(rows, size, { item, cursor: (row) => encodeCursor(scope, position(row)) });
}

interface SortedPageReader<Row, Item> {
  /** The cursor of the page that starts after the row. */
  readonly cursor: (row: Row) => string;
  readonly item: (row: Row) => Item;
}

/** Builds a page out of up to one row more than it holds: that one tells whether another page follows. */
export function sortedPageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  { cursor, item }: SortedPageReader<Row, Item>,
): Page<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const nextCursor = rows.length > size && last !== undefined ? cursor(last) : null;
  return { items: shown.map(item), nextCursor };
}
