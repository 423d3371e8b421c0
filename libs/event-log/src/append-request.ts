import type { ExpectedRevision, JsonObject, NewEvent } from './event-log.js';

/** EventStoreDB's limit for one append in all; every log keeps to it, so that what one takes the others take too. */
export const appendBytesMax = 1_048_576;
export const appendEventsMax = 1_000;
/** Of a stream's name and of an event type. */
export const nameCharactersMax = 500;

/** An append that has been checked, with its JSON written out. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly ids: readonly string[];
  readonly types: readonly string[];
  /** JSON text. */
  readonly data: readonly string[];
  /** JSON text. */
  readonly metadata: readonly string[];
}

/** What UTF-8 or a database's text cannot hold: half a character, and NUL. */
const unstorable = /[\0\p{Surrogate}]/u;
const lowerCaseUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Rejects what no log could take, or not every one: that is a bug of the caller, hence a `RangeError`. */
export function appendRequest(
  stream: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): AppendRequest {
  assertName('stream', stream);
  assertExpected(expected);
  if (events.length === 0 || events.length > appendEventsMax) {
    throw new RangeError(`An append takes 1 to ${appendEventsMax} events, not ${events.length}.`);
  }
  for (const { type } of events) assertName('event type', type);
  const ids = events.map((event) => event.id);
  assertIds(ids);
  const data = events.map((event) => jsonText(event.data));
  const metadata = events.map((event) => jsonText(event.metadata));
  assertSize([...data, ...metadata]);
  return { stream, expected, ids, types: events.map((event) => event.type), data, metadata };
}

function assertName(what: string, name: string): void {
  const fits = name.length > 0 && name.length <= nameCharactersMax;
  if (!fits || unstorable.test(name)) {
    throw new RangeError(
      `A ${what} is 1 to ${nameCharactersMax} characters of well-formed text without NUL.`,
    );
  }
}

function assertExpected(expected: ExpectedRevision): void {
  if (typeof expected === 'number' && (!Number.isInteger(expected) || expected < 0)) {
    throw new RangeError(`A revision is a whole number from 0, not ${expected}.`);
  }
}

function assertIds(ids: readonly string[]): void {
  if (!ids.every((id) => lowerCaseUuid.test(id))) throw new RangeError('An event id is a lower-case UUID.');
  if (new Set(ids).size !== ids.length) throw new RangeError('The events of one append have different ids.');
}

function jsonText(value: JsonObject): string {
  const text: unknown = JSON.stringify(value);
  if (typeof text !== 'string' || !text.startsWith('{')) {
    throw new RangeError('The data and the metadata of an event are JSON objects.');
  }
  return text;
}

function assertSize(texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > appendBytesMax) {
    throw new RangeError(`An append takes at most ${appendBytesMax} bytes, not ${bytes}.`);
  }
}
