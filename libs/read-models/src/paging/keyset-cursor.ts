import { type Refusal } from '@keyledger/domain';
import { type CursorScope, invalidCursor, scopeCheck } from './cursor.js';

/** The last row of a page in a list that is sorted by something that may be shared, or missing. */
export interface KeysetPlace {
  /** What the list is sorted by: a text, or an instant in epoch milliseconds; null where the row has none. */
  readonly value: string | number | null;
  /** Breaks ties. */
  readonly id: string;
}

const checkBytes = 8;

/** As `encodeCursor`, with what the row is sorted by in it: the next page starts there even if the row has moved since. */
export function encodeKeysetCursor(scope: CursorScope, { value, id }: KeysetPlace): string {
  const place = Buffer.from(JSON.stringify([value, id]));
  return Buffer.concat([scopeCheck(scope, place), place]).toString('base64url');
}

/** The place, or INVALID_CURSOR for anything that `encodeKeysetCursor` did not make for this scope. */
export function decodeKeysetCursor(scope: CursorScope, cursor: string): KeysetPlace | Refusal {
  const bytes = Buffer.from(cursor, 'base64url');
  const place = bytes.subarray(checkBytes);
  const intact =
    bytes.toString('base64url') === cursor && scopeCheck(scope, place).equals(bytes.subarray(0, checkBytes));
  return (intact ? placeIn(place.toString()) : null) ?? invalidCursor();
}

/** The check is no secret, so what it covers may still be anything. */
function placeIn(json: string): KeysetPlace | null {
  try {
    const place: unknown = JSON.parse(json);
    if (!Array.isArray(place) || place.length !== 2) return null;
    const [value, id] = place as readonly unknown[];
    return isValue(value) && isText(id) ? { value, id } : null;
  } catch {
    return null;
  }
}

/** PostgreSQL's texts have no NUL. */
function isText(given: unknown): given is string {
  return typeof given === 'string' && !given.includes('\0');
}

function isValue(given: unknown): given is KeysetPlace['value'] {
  return (
    given === null || isText(given) || (typeof given === 'number' && !Number.isNaN(new Date(given).getTime()))
  );
}
