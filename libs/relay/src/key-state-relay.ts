import { BrokerUnavailable } from '@keyledger/broker';
import { keyStateTopic, toKeyStateMessage } from '@keyledger/contracts';
import { type Clock, backoffMs, sleep } from '@keyledger/platform';
import {
  type Checkpoint,
  type CurrentStates,
  type LogFollower,
  type RowsWanted,
  type Step,
  type Turn,
  commitWithCheckpoint,
  projectBatch,
  readCurrentStates,
  rewindCheckpoint,
  verification,
  waitForPosition,
} from '@keyledger/read-models';
import type pg from 'pg';
import { forgetKeys, noteForgetting } from './forgetting.js';
import type { RelayParts } from './key-event-relay.js';
import { touchedRows, touchingRows } from './touched-rows.js';

export interface KeyStateRelayParts extends RelayParts {
  readonly clock: Clock;
  /** Database of the read models. */
  readonly pool: pg.Pool;
  /** How long after a key has ended its record stays. */
  readonly forgetAfterMs: number;
  /** How often keys to be forgotten are looked for. */
  readonly forgetEveryMs?: number;
}

/** The read model has not come as far as the relay; it is some milliseconds behind unless it is being rebuilt. */
export class ReadModelBehind extends Error {
  override readonly name = 'ReadModelBehind';
}

const id = { name: 'key-state', version: 1 };
const forgetEveryMsDefault = 60_000;
const readModelMsMax = 10_000;
const rewindAttemptsMax = 10;

/**
 * What holds of every key and account to `keyledger.key-state.v1`.
 *
 * An event says what changed; the record is the whole state. It is read from the read model of verification, as of a
 * position that is at or after the event. A record never goes back: one relay at a time has the turn, each of its reads
 * sees all that an earlier one saw, and it reads over the very session that holds the turn, so that who has lost the turn
 * can read no more. What is left is a relay that is frozen after it has read and thaws when its successor is ahead: it
 * finds that it cannot move the checkpoint, and rewinds it, so that its successor publishes those records once more.
 *
 * Memory: the rows of one batch.
 */
export function keyStateRelay(parts: KeyStateRelayParts): LogFollower {
  const { broker, metrics, clock, forgetEveryMs = forgetEveryMsDefault } = parts;
  return {
    ...id,
    prepare: () => broker.ensureTopics([keyStateTopic]),
    isOutage: (error) => error instanceof BrokerUnavailable || error instanceof ReadModelBehind,
    apply: async (turn, from, { events }) => {
      const { changes, applied, failure } = projectBatch({ ...id, ...touchingRows }, events);
      const last = applied.at(-1);
      if (last === undefined) return { checkpoint: from, applied, failure };
      const states = await statesAt(turn, last.position, touchedRows(changes));
      const checkpoint = await publishAndCommit(parts, turn, { from, last }, states);
      return checkpoint === null ? null : { checkpoint, applied, failure };
    },
    chore: {
      everyMs: forgetEveryMs,
      work: async ({ client }, { position }) =>
        metrics.forgotten(await forgetKeys({ broker, clock, client, position })),
    },
  };
}

async function statesAt(
  { client, signal }: Turn,
  position: bigint,
  wanted: RowsWanted,
): Promise<CurrentStates> {
  if (wanted.accountIds.length + wanted.keyIds.length === 0) return { position, accounts: [], keys: [] };
  const waiting = { pool: client, readModel: verification, position, timeoutMs: readModelMsMax, signal };
  if (!(await waitForPosition(waiting))) {
    throw new ReadModelBehind(`the read model of verification has not reached position ${position}`);
  }
  return readCurrentStates(client, wanted);
}

async function publishAndCommit(
  parts: KeyStateRelayParts,
  { client }: Turn,
  step: Step,
  { accounts, keys }: CurrentStates,
): Promise<Checkpoint | null> {
  const { broker, metrics, clock, forgetAfterMs } = parts;
  const now = clock.now();
  const time = new Date(now).toISOString();
  const messages = [...accounts, ...keys].map((state) => toKeyStateMessage(state, time));
  let checkpoint: Checkpoint | null = null;
  try {
    if (messages.length > 0) await broker.publish(keyStateTopic.name, messages);
    metrics.relayed(keyStateTopic.name, messages.length);
    checkpoint = await commitWithCheckpoint(client, id, step, () =>
      noteForgetting(client, keys, now, forgetAfterMs),
    );
    return checkpoint;
  } finally {
    // Whether a publication that failed was written is not known either.
    if (checkpoint === null) await rewind(parts.pool, step.from);
  }
}

/** Where nobody else is ahead, as after most failures, this has no effect. */
async function rewind(pool: pg.Pool, to: Checkpoint): Promise<void> {
  for (let attempt = 0; attempt < rewindAttemptsMax; attempt++) {
    try {
      await rewindCheckpoint(pool, id, to);
      return;
    } catch {
      await sleep(backoffMs(attempt, Math.random())); // the failure that brought us here is told by the runner
    }
  }
}
