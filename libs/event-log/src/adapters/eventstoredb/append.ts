import {
  ANY,
  type AppendExpectedRevision,
  type EventStoreDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  WrongExpectedVersionError,
  jsonEvent,
} from '@eventstore/db-client';
import { backoffMs, sleep } from '@keyledger/platform';
import type { AppendRequest } from '../../append-request.js';
import {
  AppendOutcomeUnknown,
  type AppendResult,
  EventLogUnavailable,
  type ExpectedRevision,
  type JsonObject,
  type RecordedEvent,
} from '../../event-log.js';
import { isOutage, wasNeverSent } from './failures.js';
import { readStreamFrom } from './reading.js';
import { withDeadline } from './with-deadline.js';

/** An append takes about 1 ms, or 100 ms of a busy disk. */
const appendTimeoutMs = 4_000;
const rereadTimeoutMs = 2_000;
export const appendAttemptsMax = 4;
/** No attempt begins later than this after the first: whoever gave the command is waiting. */
const appendPersistenceMsMax = 6_000;

/**
 * Where the answer is lost, the stream says what became of the append; where it does not have it, the append is made
 * again with the same ids and the same expected revision, which together make that harmless.
 */
export async function appendPersistently(
  client: EventStoreDBClient,
  request: AppendRequest,
): Promise<AppendResult> {
  const startedMs = performance.now();
  let lost: unknown;
  for (let attempt = 0; attempt < appendAttemptsMax; attempt++) {
    if (attempt > 0) await sleep(backoffMs(attempt - 1, Math.random()));
    if (performance.now() - startedMs > appendPersistenceMsMax) break;
    try {
      const result = await appendOnce(client, request);
      // Refused, perhaps because the lost attempt is there.
      if (result.outcome === 'appended' || lost === undefined) return result;
      return (await findAppended(client, request)) ?? result;
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (wasNeverSent(error) && lost === undefined) {
        throw new EventLogUnavailable('EventStoreDB is out of reach.', { cause: error });
      }
      lost ??= error;
    }
    const found = await findAppended(client, request).catch(ignoreOutage);
    if (found) return found;
  }
  throw new AppendOutcomeUnknown('EventStoreDB went away in the middle of an append.', { cause: lost });
}

async function appendOnce(
  client: EventStoreDBClient,
  { stream, expected, ids, types, data, metadata }: AppendRequest,
): Promise<AppendResult> {
  const events = ids.map((id, index) =>
    jsonEvent({
      id,
      type: types[index] ?? '',
      data: parsed(data[index]), // not the caller's object: the client must not meet what JSON cannot hold
      metadata: parsed(metadata[index]),
    }),
  );
  try {
    const append = client.appendToStream(stream, events, { expectedRevision: expectedRevision(expected) });
    const result = await withDeadline(append, appendTimeoutMs, 'an append');
    if (result.position === undefined) throw new Error('EventStoreDB took an append and gave no position.');
    const { nextExpectedRevision, position } = result;
    return { outcome: 'appended', position: position.commit, revision: Number(nextExpectedRevision) };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): AppendResult {
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion } = error;
    return { outcome: 'wrong-revision', actual: actualVersion === NO_STREAM ? -1 : Number(actualVersion) };
  }
  if (error instanceof MaxAppendSizeExceededError) {
    throw new RangeError(`EventStoreDB takes at most ${error.maxAppendSize} bytes in one append.`);
  }
  throw error;
}

/** The answer that was lost, if the stream has all of the events where they belong. */
async function findAppended(
  client: EventStoreDBClient,
  { stream, expected, ids }: AppendRequest,
): Promise<AppendResult | undefined> {
  const written = await readStreamFrom(client, { stream, fromRevision: 0, silenceMsMax: rereadTimeoutMs });
  const first = firstRevision(expected, ids, written);
  const last = written[first + ids.length - 1];
  const same = first >= 0 && ids.every((id, index) => written[first + index]?.id === id);
  if (!same || !last) return undefined;
  return { outcome: 'appended', position: last.position, revision: last.revision };
}

function firstRevision(
  expected: ExpectedRevision,
  ids: readonly string[],
  written: readonly RecordedEvent[],
): number {
  if (expected === 'no-stream') return 0;
  return expected === 'any' ? written.findIndex((event) => event.id === ids[0]) : expected + 1;
}

function expectedRevision(expected: ExpectedRevision): AppendExpectedRevision {
  if (expected === 'no-stream') return NO_STREAM;
  return expected === 'any' ? ANY : BigInt(expected);
}

function parsed(json = '{}'): JsonObject {
  return JSON.parse(json) as JsonObject;
}

function ignoreOutage(error: unknown): undefined {
  if (!isOutage(error)) throw error;
}
