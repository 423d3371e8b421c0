import {
  type Claim,
  type CounterState,
  type LimitOwner,
  type Settlement,
  forgettableFromMs,
  settleClaim,
} from '@keyledger/verification';
import type pg from 'pg';
import * as statements from './limit-statements.js';

/** How many counters that say nothing any more go with one batch of claims. */
const forgottenPerBatch = 100;

interface CounterRow {
  readonly keyId: string;
  readonly counter: string;
  /** Null: nobody has taken anything yet. */
  readonly state: CounterState | null;
}

/**
 * The counters of limits, in Postgres: the one place that knows what is taken. Its clock is the one that windows go by,
 * so that those of verifiers do not matter.
 */
export class LimitTable implements LimitOwner {
  constructor(private readonly pool: Pick<pg.Pool, 'connect'>) {}

  /** All or nothing. No counter may be claimed of twice. Rejects while the database is away. */
  async settle(claims: readonly Claim[]): Promise<Settlement> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      await client.query('BEGIN');
      await client.query(statements.boundTransaction);
      const settlement = await settled(client, claims);
      await client.query('COMMIT');
      broken = false;
      return settlement;
    } finally {
      client.release(broken);
    }
  }

  /** Drops counters that say nothing any more, a few at a time; how many they were. */
  async forget(): Promise<number> {
    const client = await this.pool.connect();
    try {
      const { rowCount } = await client.query(statements.forgetCounters, [forgottenPerBatch]);
      return rowCount ?? 0;
    } finally {
      client.release();
    }
  }
}

async function settled(client: pg.ClientBase, claims: readonly Claim[]): Promise<Settlement> {
  const ids = [claims.map(({ keyId }) => keyId), claims.map(({ limit }) => limit.counter)];
  await client.query(statements.addMissing, ids);
  const { rows } = await client.query<CounterRow>(statements.lockCounters, ids);
  const view = await client.query<{ nowMs: number; verifiers: number }>(statements.readView);
  const { nowMs = 0, verifiers = 0 } = view.rows[0] ?? {};
  const states = new Map(rows.map(({ keyId, counter, state }) => [`${keyId}/${counter}`, state]));
  const results = claims.map((claim) => {
    const before = states.get(`${claim.keyId}/${claim.limit.counter}`) ?? null;
    return settleClaim(before, claim, { nowMs, verifiers });
  });
  await client.query(statements.writeCounters, [
    ...ids,
    results.map(({ state }) => JSON.stringify(state)),
    results.map(({ state }, at) => {
      const claim = claims[at];
      return claim === undefined ? null : forgettableFromMs(state, claim.limit);
    }),
  ]);
  return { grants: results.map(({ grant }) => grant), verifiers };
}
