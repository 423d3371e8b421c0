import { sweep } from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import { rulesFor, wantedSignals } from './account-wishes.js';
import { readKeyContexts } from './key-contexts.js';
import * as sql from './statements.js';
import { type WatchingParts, storeDetected } from './watch-keys.js';

/** Keys in one transaction: their requests wait for it. */
export const sweptKeysMax = 200;

/** Whether it is this process that is to look at all keys now; nobody else is for as long. */
export async function claimSweep(pool: pg.Pool, everyMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(timed(sql.claimSweep, [everyMs]));
  return rowCount === 1;
}

/**
 * Lets the rules look at what time alone brings about, for every key that has ever been used and has not ended. Stops
 * between two transactions when `signal` aborts. Answers how many keys it has looked at.
 */
export async function sweepKeys(pool: pg.Pool, parts: WatchingParts, signal: AbortSignal): Promise<number> {
  let after = '';
  let swept = 0;
  while (!signal.aborted) {
    const { rows } = await pool.query<{ keyId: string }>(timed(sql.watchedKeysAfter, [after, sweptKeysMax]));
    const keyIds = rows.map(({ keyId }) => keyId);
    const last = keyIds.at(-1);
    if (last === undefined) break;
    await inTransaction(pool, (client) => sweepSome(client, keyIds, parts));
    swept += keyIds.length;
    after = last;
  }
  return swept;
}

async function sweepSome(
  client: pg.PoolClient,
  keyIds: readonly string[],
  parts: WatchingParts,
): Promise<void> {
  const now = parts.now();
  const known = await readKeyContexts(client, keyIds, now);
  await storeDetected(client, keyIds, parts, (keyId, before) => {
    const key = known.get(keyId);
    if (key === undefined || key.context.ended !== null) return null;
    const { watch, signals } = sweep(before, key.context, rulesFor(key.policy), now);
    return { watch, accountId: key.context.accountId, signals: wantedSignals(signals, key.policy) };
  });
}

async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let lost = true;
  try {
    await client.query(timed('BEGIN'));
    await work(client);
    await client.query(timed('COMMIT'));
    lost = false;
  } finally {
    client.release(lost); // a transaction that failed ends with its connection
  }
}
