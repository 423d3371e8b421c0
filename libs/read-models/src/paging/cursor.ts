import { createHash } from 'node:crypto';
import { type Refusal, refuse } from '@keyledger/domain';

/** What a cursor belongs to: the list and everything that decides which rows are in it. */
export interface CursorScope {
  /** Name of the list, for example `key-directory`. */
  readonly list: string;
  /** Filters by name; absent ones count the same as null. */
  readonly filters: Readonly<Record<string, string | readonly string[] | null | undefined>>;
}

const positionBytes = 8;
const checkBytes = 8;
const cursorPattern = /^[A-Za-z0-9_-]{22}$/;

/**
 * The place after which the next page starts: a log position and a check that binds it to its list and filters,
 * together 16 bytes in base64url. The check catches mix-ups and damage; it keeps no secret, since a position is none.
 */
export function encodeCursor(scope: CursorScope, after: bigint): string {
  const position = Buffer.alloc(positionBytes);
  position.writeBigInt64BE(after);
  return Buffer.concat([position, scopeCheck(scope, position)]).toString('base64url');
}

/** The position, or INVALID_CURSOR for anything that `encodeCursor` did not make for this scope. */
export function decodeCursor(scope: CursorScope, cursor: string): bigint | Refusal {
  const bytes = cursorPattern.test(cursor) ? Buffer.from(cursor, 'base64url') : Buffer.alloc(0);
  const position = bytes.subarray(0, positionBytes);
  const intact =
    bytes.length === positionBytes + checkBytes &&
    bytes.toString('base64url') === cursor &&
    scopeCheck(scope, position).equals(bytes.subarray(positionBytes));
  return intact ? position.readBigInt64BE() : invalidCursor();
}

export function invalidCursor(): Refusal {
  return refuse(
    'INVALID_CURSOR',
    'The cursor is damaged or belongs to a list with other filters or another order; start over.',
  );
}

/** Binds a place to its list and filters. */
export function scopeCheck({ list, filters }: CursorScope, place: Buffer): Buffer {
  const given = Object.entries(filters)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([list, given]))
    .update(place)
    .digest()
    .subarray(0, checkBytes);
}
