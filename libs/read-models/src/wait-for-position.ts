import { originPosition } from '@keyledger/event-log';
import { sleep } from '@keyledger/platform';
import type pg from 'pg';
import type { ReadModel } from './read-model.js';

/** First look again after this; usually the projection is a few milliseconds behind. */
const firstDelayMs = 4;
const delayGrowth = 1.5;
/** Seldom enough that many waiting requests do not load the database. */
const delayMsMax = 100;

// numeric: a position that no log can have is one that is never reached, not an error.
const hasReached = `
SELECT EXISTS (
  SELECT FROM read.checkpoint WHERE name = $1 AND version = $2 AND position >= $3::numeric
) AS reached`;

export interface WaitForPositionOptions {
  readonly pool: Pick<pg.Pool, 'query'>;
  readonly readModel: Pick<ReadModel, 'name' | 'version'>;
  readonly position: bigint;
  readonly timeoutMs: number;
  /** Ends the wait early, with false: the caller has gone. */
  readonly signal?: AbortSignal;
}

/** Whether the read model has applied everything up to `position`, waiting for at most `timeoutMs`. */
export async function waitForPosition(options: WaitForPositionOptions): Promise<boolean> {
  const { position, timeoutMs, signal } = options;
  if (position <= originPosition) return true; // even where the projection never ran
  const deadline = performance.now() + timeoutMs;
  let delayMs = firstDelayMs;
  for (;;) {
    if (await isReached(options)) return true;
    const remainingMs = deadline - performance.now();
    if (remainingMs <= 0 || signal?.aborted === true) return false;
    await sleep(Math.min(delayMs, remainingMs), signal);
    delayMs = Math.min(delayMsMax, delayMs * delayGrowth);
  }
}

const selectAppliedPosition = `
SELECT position::text AS position FROM read.checkpoint WHERE name = $1 AND version = $2`;

/** Up to where the read model has applied the log; the origin where no projection ever ran. */
export async function appliedPosition(
  pool: Pick<pg.Pool, 'query'>,
  { name, version }: Pick<ReadModel, 'name' | 'version'>,
): Promise<bigint> {
  const { rows } = await pool.query<{ position: string }>(selectAppliedPosition, [name, version]);
  return BigInt(rows[0]?.position ?? originPosition);
}

async function isReached({ pool, readModel, position }: WaitForPositionOptions): Promise<boolean> {
  const { rows } = await pool.query<{ reached: boolean }>({
    name: 'read.has_reached',
    text: hasReached,
    values: [readModel.name, readModel.version, position],
  });
  return rows[0]?.reached === true;
}
