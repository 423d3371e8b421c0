import { type Broker } from '@keyledger/broker';
import { type KeyState, keyStateTopic, toTombstone } from '@keyledger/contracts';
import type { Clock } from '@keyledger/platform';
import type pg from 'pg';
import * as sql from './statements.js';

/** Keys forgotten in one step. */
export const forgottenKeysMax = 500;

/**
 * From when on the record of a key may go: `forgetAfterMs` after the key has ended and its record has said so, whichever
 * is later. So a consumer that was away for less than that still reads that the key is revoked. Null: the key may live on.
 */
export function forgetAfter(
  { status, expiresAt, overlapEndsAt }: Pick<KeyState, 'status' | 'expiresAt' | 'overlapEndsAt'>,
  now: number,
  forgetAfterMs: number,
): Date | null {
  if (status === 'revoked') return new Date(now + forgetAfterMs);
  const ends = [expiresAt, overlapEndsAt].filter((end) => end !== null).map((end) => Date.parse(end));
  if (ends.length === 0) return null;
  return new Date(Math.max(now, Math.min(...ends)) + forgetAfterMs);
}

/** Part of the transaction that moves the checkpoint. */
export async function noteForgetting(
  client: pg.ClientBase,
  keys: readonly KeyState[],
  now: number,
  forgetAfterMs: number,
): Promise<void> {
  const times = keys.map((key) => ({ keyId: key.keyId, time: forgetAfter(key, now, forgetAfterMs) }));
  const ending = times.filter(({ time }) => time !== null);
  const living = times.filter(({ time }) => time === null);
  if (ending.length > 0) {
    const values = [ending.map(({ keyId }) => keyId), ending.map(({ time }) => time)];
    await client.query(sql.noteForgettable, values);
  }
  if (living.length > 0) await client.query(sql.noteUnforgettable, [living.map(({ keyId }) => keyId)]);
}

export interface ForgettingParts {
  readonly broker: Pick<Broker, 'publish'>;
  readonly clock: Clock;
  readonly client: pg.ClientBase;
  /** Up to which the relay has relayed. */
  readonly position: bigint;
}

/**
 * Publishes the tombstones that are due; answers how many. Only between two batches of the same relay, so that none
 * overtakes a record. A crash before the rows are gone publishes them again, which has no effect.
 */
export async function forgetKeys({ broker, clock, client, position }: ForgettingParts): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const now = clock.now();
    const { rows } = await client.query<{ keyId: string }>(sql.findForgettable, [
      new Date(now),
      forgottenKeysMax,
    ]);
    if (rows.length === 0) return forgotten;
    const time = new Date(now).toISOString();
    const tombstones = rows.map(({ keyId }) => toTombstone({ keyId, position }, time));
    await broker.publish(keyStateTopic.name, tombstones);
    await client.query(sql.noteUnforgettable, [rows.map(({ keyId }) => keyId)]);
    forgotten += rows.length;
  }
}
