import {
  type EventBatch,
  type EventLog,
  EventLogUnavailable,
  type RecordedEvent,
} from '@keyledger/event-log';
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
import { type CheckpointOwner, readModelId } from '../read-model.js';
import { TransactionTimeout } from './apply-batch.js';
import { type Checkpoint, assertSameLog, readCheckpoint } from './checkpoint.js';
import { withPauses } from './pauses.js';
import type { ProjectionMetrics } from './projection-metrics.js';
import type { ProjectionState } from './projection-state.js';
import { type Turn, takeTurn } from './turn.js';

/** Most events that are read at a time: large enough for a replay, small enough to be held twice in memory. */
export const batchEventsMax = 1_000;

/** Between attempts after a failure that only people can mend: seldom enough not to flood the log. */
export const failureBackoff: Backoff = { firstMs: 500, maxMs: 30_000 };

/** What becomes of a batch. */
export interface FollowedBatch {
  readonly checkpoint: Checkpoint;
  /** The events up to the checkpoint, or the last of them; none while they are held back. */
  readonly applied: readonly RecordedEvent[];
  /** How many they are, where some were held back from earlier batches. */
  readonly appliedCount?: number;
  /** Why the one after them could not be applied. */
  readonly failure: Error | null;
}

/** What follows the log from a checkpoint of its own. One process at a time has its turn; the others stand by. */
export interface LogFollower extends CheckpointOwner {
  /** At the start of each turn. */
  readonly prepare?: () => Promise<void>;
  /** Brings about the effect, then moves the checkpoint. Null when somebody else has moved it. */
  readonly apply: (turn: Turn, from: Checkpoint, batch: EventBatch) => Promise<FollowedBatch | null>;
  /** Whether events of earlier batches wait for their effect, as they may until the log is caught up with. */
  readonly isHolding?: () => boolean;
  /** Between batches, about this often. */
  readonly chore?: {
    readonly everyMs: number;
    readonly work: (turn: Turn, checkpoint: Checkpoint) => Promise<void>;
  };
  /** What passes by itself, beside an outage of the database or the log. */
  readonly isOutage?: (error: unknown) => boolean;
}

export interface FollowerOptions {
  readonly log: EventLog;
  /** Database of the read models; one connection is held while this process has the turn. */
  readonly pool: pg.Pool;
  readonly follower: LogFollower;
  /** Stops after the batch in hand; what is held back comes again. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ProjectionMetrics;
  readonly onState?: (state: ProjectionState) => void;
  readonly batchEventsMax?: number;
}

/**
 * Follows the log until stopped; resolves then, never rejects. Outages are waited out; an event that cannot be applied
 * stops this follower before it, loudly, and is tried again with a capped back-off: nothing is ever skipped.
 */
export async function runFollower(options: FollowerOptions): Promise<void> {
  const { signal, follower } = options;
  let outages = 0;
  let failures = 0;
  const isOutage = outageTest(follower);
  const reportOutage = outageReporter(options.logger, `projection ${readModelId(follower)}`, { isOutage });
  options.onState?.({ status: 'starting' });
  while (!signal.aborted) {
    try {
      await takeTurn(
        { ...options, owner: follower },
        () => standBy(options),
        (turn) => followFromCheckpoint(options, turn, () => (outages = failures = 0)),
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
async function followFromCheckpoint(
  options: FollowerOptions,
  turn: Turn,
  onProgress: () => void,
): Promise<void> {
  const { log, follower, metrics, onState } = options;
  const projection = readModelId(follower);
  let checkpoint: Checkpoint | null = await readCheckpoint(turn.client, follower);
  metrics.started(projection, checkpoint.position);
  await assertSameLog(log, follower, checkpoint);
  await follower.prepare?.();
  onState?.({ status: 'catching-up', position: checkpoint.position });
  for await (const batch of batchesAfter(checkpoint, options, turn)) {
    if (batch === 'pause') {
      await follower.chore?.work(turn, checkpoint);
      continue;
    }
    checkpoint = await applyEvents(options, turn, checkpoint, batch);
    if (checkpoint === null) return;
    onProgress();
    if (batch.caughtUp) {
      metrics.caughtUp(projection);
      onState?.({ status: 'live', position: checkpoint.position });
    }
  }
}

function batchesAfter(
  { position }: Checkpoint,
  { log, follower, batchEventsMax: eventsMax = batchEventsMax }: FollowerOptions,
  { signal }: Turn,
): AsyncIterable<EventBatch | 'pause'> {
  const subscribe = (ended: AbortSignal) =>
    log.subscribe(position, { signal: ended, batchEventsMax: eventsMax });
  const { chore } = follower;
  return chore === undefined ? subscribe(signal) : withPauses(subscribe, chore.everyMs, signal);
}

async function applyEvents(
  { follower, metrics, clock }: FollowerOptions,
  turn: Turn,
  from: Checkpoint,
  batch: EventBatch,
): Promise<Checkpoint | null> {
  const projection = readModelId(follower);
  const [first] = batch.events;
  if (follower.isHolding?.() !== true) {
    if (first === undefined) return from;
    metrics.batchInHand(projection, timeOf(first.metadata, clock));
  }
  const followed = await follower.apply(turn, from, batch);
  if (followed === null) return null;
  const { checkpoint, applied, appliedCount = applied.length, failure } = followed;
  const last = applied.at(-1);
  if (last !== undefined) {
    metrics.batchApplied(projection, {
      position: checkpoint.position,
      events: appliedCount,
      newestMs: timeOf(last.metadata, clock),
    });
  }
  if (failure !== null) throw failure;
  return checkpoint;
}

function standBy({ follower, metrics, onState }: FollowerOptions): void {
  metrics.standingBy(readModelId(follower));
  onState?.({ status: 'standby' });
}

/** Read before the event is decoded: an event that nobody can decode still has an age. */
function timeOf({ time }: { readonly time?: unknown }, clock: Clock): number {
  const parsed = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(parsed) ? clock.now() : parsed;
}

function outageTest({ isOutage }: LogFollower): (error: unknown) => boolean {
  return (error) =>
    isConnectionError(error) ||
    error instanceof EventLogUnavailable ||
    error instanceof TransactionTimeout ||
    isOutage?.(error) === true;
}

function reportTrouble({ follower, metrics, logger, onState }: FollowerOptions, error: unknown): void {
  const projection = readModelId(follower);
  const reason = isError(error) ? error.message : String(error);
  if (outageTest(follower)(error)) {
    metrics.interrupted(projection, 'outage');
    onState?.({ status: 'waiting', reason });
    return;
  }
  metrics.interrupted(projection, 'failure');
  logger.error({ projection, err: error }, 'projection stopped: it cannot go on from its checkpoint');
  onState?.({ status: 'failed', reason });
}
