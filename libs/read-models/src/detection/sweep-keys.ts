import type { KeyLimit } from '@keyledger/domain';
import { type QuotaContext, sweep } from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import { rulesFor, wantedSignals } from './account-wishes.js';
import { readKeyContexts } from './key-contexts.js';
import * as sql from './statements.js';
import { type WatchingParts, storeDetected } from './watch-keys.js';

export interface SweepingParts extends WatchingParts {
  /** What is taken of the keys' quotas, by whoever counts that. Keys that have none are not in the answer. */
  readonly readQuotas: (
    client: pg.PoolClient,
    keys: readonly { readonly keyId: string; readonly limits: readonly KeyLimit[] }[],
    nowMs: number,
  ) => Promise<ReadonlyMap<string, readonly QuotaContext[]>>;
}

/** Keys in one transaction: their requests wait for it. */
export const sweptKeysMax = 200;

/** Whether it is this process that is to look at all keys now; nobody else is for as long. */
export async function claimSweep(pool: pg.Pool, everyMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(timed(sql.claimSweep, [everyMs]));
  return rowCount === 1;
}

/**
 * Lets the rules look at what time alone brings about, for every key that has ever been used. Stops between two
 * transactions when `signal` aborts. Answers how many keys it has looked at.
 */
export async function sweepKeys(pool: pg.Pool, parts: SweepingParts, signal: AbortSignal): Promise<number> {
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
  parts: SweepingParts,
): Promise<void> {
  const now = parts.now();
  const known = await readKeyContexts(client, keyIds, now);
  const limited = [...known]
    .filter(([, { limits, context }]) => limits.length > 0 && context.ended === null)
    .map(([keyId, { limits }]) => ({ keyId, limits }));
  const quotas = await parts.readQuotas(client, limited, now);
  await storeDetected(client, keyIds, parts, (keyId, before) => {
    const key = known.get(keyId);
    if (key === undefined) return null;
    const context = { ...key.context, quotas: quotas.get(keyId) ?? [] };
    const { watch, signals } = sweep(before, context, rulesFor(key.policy), now);
    if (context.ended !== null && signals.length === 0) return null; // so it will be from now on, most likely
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
