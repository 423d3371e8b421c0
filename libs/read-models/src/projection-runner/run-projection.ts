import { type EventBatch, type EventLog, EventLogUnavailable } from '@keyledger/event-log';
import {
  type Backoff,
  type Clock,
  backoffMs,
  defaultBackoff,
  isConnectionError,
  isError,
  outageReporter,
  sleep,
} from '@keyledger/platform';
import type pg from 'pg';
import type { Logger } from 'pino';
import { type ReadModel, readModelId } from '../read-model.js';
import { TransactionTimeout, applyBatch } from './apply-batch.js';
import { type Checkpoint, assertSameLog, readCheckpoint } from './checkpoint.js';
import { projectBatch } from './project-batch.js';
import type { ProjectionMetrics } from './projection-metrics.js';
import type { ProjectionState } from './projection-state.js';
import { type Turn, takeTurn } from './turn.js';

/** Most events in one transaction: large enough for a replay, small enough to be held twice in memory. */
export const batchEventsMax = 1_000;

/** Between attempts after a failure that only people can mend: seldom enough not to flood the log. */
export const failureBackoff: Backoff = { firstMs: 500, maxMs: 30_000 };

export interface ProjectionOptions {
  readonly log: EventLog;
  /** Database of the read models; one connection is held while this process applies the projection. */
  readonly pool: pg.Pool;
  readonly readModel: ReadModel;
  /** Stops after the batch in hand. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ProjectionMetrics;
  readonly onState?: (state: ProjectionState) => void;
  readonly batchEventsMax?: number;
}

/**
 * Folds the log into the read model's tables until stopped; resolves then, never rejects. Any number may run for one
 * read model: each event takes effect exactly once. Outages are waited out; an event that cannot be applied stops this
 * projection before it, loudly, and is tried again with a capped back-off: nothing is ever skipped.
 */
export async function runProjection(options: ProjectionOptions): Promise<void> {
  const { signal } = options;
  let outages = 0;
  let failures = 0;
  const reportOutage = outageReporter(options.logger, `projection ${readModelId(options.readModel)}`, {
    isOutage,
  });
  options.onState?.({ status: 'starting' });
  while (!signal.aborted) {
    try {
      await takeTurn(
        options,
        () => standBy(options),
        (turn) => applyFromCheckpoint(options, turn, () => (outages = failures = 0)),
      );
    } catch (error) {
      const waitMs = isOutage(error)
        ? backoffMs(outages++, Math.random(), defaultBackoff)
        : backoffMs(failures++, Math.random(), failureBackoff);
      reportTrouble(options, error);
      if (isOutage(error)) reportOutage(error);
      await sleep(waitMs, signal);
    }
  }
}

/** Returns when stopped, when the turn is lost, or when somebody else turns out to be ahead. */
async function applyFromCheckpoint(
  options: ProjectionOptions,
  turn: Turn,
  onProgress: () => void,
): Promise<void> {
  const { log, readModel, metrics } = options;
  const projection = readModelId(readModel);
  let checkpoint: Checkpoint | null = await readCheckpoint(turn.client, readModel);
  metrics.started(projection, checkpoint.position);
  await assertSameLog(log, readModel, checkpoint);
  options.onState?.({ status: 'catching-up', position: checkpoint.position });
  const batches = log.subscribe(checkpoint.position, {
    signal: turn.signal,
    batchEventsMax: options.batchEventsMax ?? batchEventsMax,
  });
  for await (const batch of batches) {
    checkpoint = await applyEvents(options, turn.client, checkpoint, batch);
    if (checkpoint === null) return;
    onProgress();
    if (batch.caughtUp) {
      metrics.caughtUp(projection);
      options.onState?.({ status: 'live', position: checkpoint.position });
    }
  }
}

async function applyEvents(
  options: ProjectionOptions,
  client: pg.ClientBase,
  from: Checkpoint,
  { events }: EventBatch,
): Promise<Checkpoint | null> {
  const { readModel, metrics, clock } = options;
  const projection = readModelId(readModel);
  const [first] = events;
  if (first === undefined) return from;
  metrics.batchInHand(projection, timeOf(first.metadata, clock));
  const { changes, applied, failure } = projectBatch(readModel, events);
  const last = applied.at(-1);
  let checkpoint: Checkpoint | null = from;
  if (last !== undefined) {
    checkpoint = await applyBatch(client, readModel, from, { last, changes });
    if (checkpoint === null) return null;
    metrics.batchApplied(projection, {
      position: checkpoint.position,
      events: applied.length,
      newestMs: timeOf(last.metadata, clock),
    });
  }
  if (failure !== null) throw failure;
  return checkpoint;
}

function standBy({ readModel, metrics, onState }: ProjectionOptions): void {
  metrics.standingBy(readModelId(readModel));
  onState?.({ status: 'standby' });
}

/** Read before the event is decoded: an event that nobody can decode still has an age. */
function timeOf({ time }: { readonly time?: unknown }, clock: Clock): number {
  const parsed = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(parsed) ? clock.now() : parsed;
}

function isOutage(error: unknown): boolean {
  return (
    isConnectionError(error) || error instanceof EventLogUnavailable || error instanceof TransactionTimeout
  );
}

function reportTrouble({ readModel, metrics, logger, onState }: ProjectionOptions, error: unknown): void {
  const projection = readModelId(readModel);
  const reason = isError(error) ? error.message : String(error);
  if (isOutage(error)) {
    metrics.interrupted(projection, 'outage');
    onState?.({ status: 'waiting', reason });
    return;
  }
  metrics.interrupted(projection, 'failure');
  logger.error({ projection, err: error }, 'projection stopped: it cannot go on from its checkpoint');
  onState?.({ status: 'failed', reason });
}
