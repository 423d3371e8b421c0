import { backoffMs, sleep } from '@keyledger/platform';
import type pg from 'pg';
import type { AppendRequest } from '../../append-request.js';
import {
  AppendOutcomeUnknown,
  type AppendResult,
  EventLogUnavailable,
  type ExpectedRevision,
} from '../../event-log.js';
import { asUnavailable, isLostInFlight } from './outage.js';
import { appendEvents, wantedRevision } from './statements.js';

/** Together with the back-off between them: about half a second for a server that is there again by then. */
export const appendAttemptsMax = 4;

/**
 * One function call. Where the session is lost in the middle of it, it is made again with the same ids, which writes
 * nothing if it was written; only when that too gets no answer is the outcome unknown.
 */
export async function appendPersistently(pool: pg.Pool, request: AppendRequest): Promise<AppendResult> {
  let lost: unknown;
  for (let attempt = 0; attempt < appendAttemptsMax; attempt++) {
    if (attempt > 0) await sleep(backoffMs(attempt - 1, Math.random()));
    try {
      return await appendOnce(pool, request);
    } catch (error) {
      // Without effect this time; but an earlier attempt may have had one.
      if (error instanceof EventLogUnavailable && lost === undefined) throw error;
      if (!(error instanceof EventLogUnavailable) && !isLostInFlight(error)) throw error;
      lost ??= error;
    }
  }
  throw new AppendOutcomeUnknown('The Postgres event log went away in the middle of an append.', {
    cause: lost,
  });
}

interface AppendRow {
  readonly last_position: bigint | null;
  readonly last_revision: number;
}

/** Rejects with `EventLogUnavailable` where nothing can have been written. */
async function appendOnce(pool: pg.Pool, request: AppendRequest): Promise<AppendResult> {
  const session = await pool.connect().catch((error: unknown) => {
    throw asUnavailable(error);
  });
  let broken = false;
  try {
    const { rows } = await session.query<AppendRow>({ ...appendEvents, values: parameters(request) });
    return resultOf(rows[0]);
  } catch (error) {
    broken = isLostInFlight(error);
    throw broken ? error : asUnavailable(error);
  } finally {
    session.release(broken);
  }
}

function parameters({ stream, expected, ids, types, data, metadata }: AppendRequest): unknown[] {
  return [stream, wanted(expected), ids, types, data, metadata];
}

function wanted(expected: ExpectedRevision): number {
  if (expected === 'no-stream') return wantedRevision.noStream;
  return expected === 'any' ? wantedRevision.any : expected;
}

function resultOf(row: AppendRow | undefined): AppendResult {
  if (row === undefined) throw new Error('log.append answered nothing.');
  const { last_position: position, last_revision: revision } = row;
  return position === null
    ? { outcome: 'wrong-revision', actual: revision }
    : { outcome: 'appended', position, revision };
}
