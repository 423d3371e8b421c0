import type { RequestEvent, UnknownKeysEvent } from '@keyledger/contracts';
import { dropRepeats } from '@keyledger/usage';
import type pg from 'pg';
import * as sql from './statements.js';
import { timed } from './timed-query.js';
import { writeRequestRows } from './write-rows.js';

/** The readable part of a batch of one partition. */
export interface RequestBatch {
  readonly topic: string;
  readonly partition: number;
  readonly group: string;
  /** In the order of their offsets. */
  readonly requests: readonly {
    readonly offset: bigint;
    readonly event: RequestEvent | UnknownKeysEvent;
  }[];
  /** Offsets of the whole batch, unreadable messages included. */
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
}

export interface UsageWritten {
  /** Events that were counted now. */
  readonly counted: number;
  /** Requests with keys that nobody has, among the messages that were new. */
  readonly unknownKeys: number;
  /** Events that their producer had published before. */
  readonly repeats: number;
  /** Events below the offset that this group had reached already, here or in another process. */
  readonly alreadyCounted: number;
}

/** Rows that follow from requests beside their counts. Runs in the transaction that counts them, so exactly once too. */
export type BatchEffect = (client: pg.PoolClient, events: readonly RequestEvent[]) => Promise<void>;

/** Rows that follow from unknown keys, in the same transaction. */
export type UnknownKeysEffect = (client: pg.PoolClient, events: readonly UnknownKeysEvent[]) => Promise<void>;

/**
 * Counts a batch exactly once: rows, what was seen of each producer, and the offset are written in one transaction.
 * The offset's row is locked first, and whatever lies below it is left out. So a batch that is delivered again, that
 * overlaps with another one, or that comes from a consumer which has lost its partition without knowing, adds nothing
 * twice and nothing is skipped; neither needs to be told, and there is nothing to seek. `effects` run one after the
 * other, in their order, with the events that are counted now; not at all when there are none.
 */
export async function writeUsage(
  pool: pg.Pool,
  batch: RequestBatch,
  effects: readonly BatchEffect[] = [],
  unknownKeysEffect: UnknownKeysEffect = async () => undefined,
): Promise<UsageWritten> {
  const client = await pool.connect();
  let lost = true;
  try {
    await client.query(timed('BEGIN'));
    const written = await writeInTransaction(client, batch, { effects, unknownKeysEffect });
    await client.query(timed('COMMIT'));
    lost = false;
    return written;
  } finally {
    client.release(lost); // a transaction that failed ends with its connection
  }
}

interface Effects {
  readonly effects: readonly BatchEffect[];
  readonly unknownKeysEffect: UnknownKeysEffect;
}

async function writeInTransaction(
  client: pg.PoolClient,
  batch: RequestBatch,
  { effects, unknownKeysEffect }: Effects,
): Promise<UsageWritten> {
  const place = [batch.topic, batch.partition, batch.group];
  const nextOffset = await claimOffset(client, place, batch.firstOffset);
  const ahead = batch.requests.filter(({ offset }) => offset >= nextOffset).map(({ event }) => event);
  const alreadyCounted = batch.requests.length - ahead.length;
  if (batch.lastOffset < nextOffset) return { counted: 0, unknownKeys: 0, repeats: 0, alreadyCounted };

  const seenBefore = await readSequences(client, place, ahead);
  const { events: fresh, repeats, lastSequences } = dropRepeats(ahead, seenBefore);
  const unknownKeys = fresh.filter((event) => 'network' in event);
  const events = fresh.filter(isOfKey);
  if (events.length > 0) {
    await writeRequestRows(client, batch.partition, events);
    for (const effect of effects) await effect(client, events);
  }
  if (unknownKeys.length > 0) await unknownKeysEffect(client, unknownKeys);
  await client.query(
    timed(sql.writeSequences, [...place, [...lastSequences.keys()], [...lastSequences.values()]]),
  );
  await client.query(timed(sql.advanceOffset, [...place, batch.lastOffset + 1n]));
  const presented = unknownKeys.reduce((sum, { requests }) => sum + requests, 0);
  return { counted: events.length, unknownKeys: presented, repeats, alreadyCounted };
}

function isOfKey(event: RequestEvent | UnknownKeysEvent): event is RequestEvent {
  return 'keyId' in event;
}

async function claimOffset(client: pg.PoolClient, place: unknown[], firstOffset: bigint): Promise<bigint> {
  const { rows } = await client.query<{ nextOffset: bigint | string }>(
    timed(sql.claimOffset, [...place, firstOffset]),
  );
  return BigInt(rows[0]?.nextOffset ?? firstOffset);
}

async function readSequences(
  client: pg.PoolClient,
  place: unknown[],
  events: readonly (RequestEvent | UnknownKeysEvent)[],
): Promise<ReadonlyMap<string, number>> {
  const producers = [...new Set(events.map(({ producer }) => producer))];
  const { rows } = await client.query<{ producer: string; lastSequence: bigint | string }>(
    timed(sql.readSequences, [...place, producers]),
  );
  return new Map(rows.map(({ producer, lastSequence }) => [producer, Number(lastSequence)]));
}

/**
 * Forgets producers (verifier processes of the past) that have sent nothing for this long. It must be longer than the
 * topic keeps its messages: then nothing of theirs can be delivered again. Answers how many rows that were.
 */
export async function forgetSilentProducers(pool: pg.Pool, silenceMs: number): Promise<number> {
  const { rowCount } = await pool.query(sql.forgetProducers, [silenceMs]);
  return rowCount ?? 0;
}
