import { sleep } from '@keyledger/platform';
import type pg from 'pg';
import { type CheckpointOwner, readModelId } from '../read-model.js';

/** How often a standby asks whether it is its turn. */
export const standbyPollMs = 1_000;

// Held by the session, so that it goes with it. It only saves the work of applying twice: the checkpoint decides.
const tryLock = `SELECT pg_try_advisory_lock(hashtextextended('keyledger projection ' || $1, 0)) AS locked`;

/** How often the holder shows that it lives. */
const heartbeatMs = 1_000;
/** A holder that has shown nothing for this long loses its turn. */
const silenceMsMax = 5_000;

// A machine that vanished without closing its connection would keep the lock for as long as the server believes in
// it: with these, some twelve seconds (no effect on Unix sockets). A process that is frozen answers to its last day, so
// a silent session is ended too.
const noticeVanishedHolder = `
SELECT set_config('tcp_keepalives_idle', '6', false),
       set_config('tcp_keepalives_interval', '2', false),
       set_config('tcp_keepalives_count', '3', false),
       set_config('idle_session_timeout', '${silenceMsMax}', false),
       set_config('idle_in_transaction_session_timeout', '${silenceMsMax}', false)`;

const heartbeat = 'SELECT';

export interface Turn {
  readonly client: pg.PoolClient;
  /** Aborts with the stop signal, and when the session that holds the turn is lost. */
  readonly signal: AbortSignal;
}

/**
 * Waits until this process may follow the log for its owner, runs `work`, and gives the turn up again. Returns when `work` does,
 * or without having run it when `signal` aborts. Holds one connection of the pool meanwhile.
 */
export async function takeTurn(
  options: { readonly pool: pg.Pool; readonly owner: CheckpointOwner; readonly signal: AbortSignal },
  onStandby: () => void,
  work: (turn: Turn) => Promise<void>,
): Promise<void> {
  const { pool, owner, signal } = options;
  while (!signal.aborted) {
    const client = await pool.connect();
    const lost = new AbortController();
    const lose = (): void => lost.abort();
    client.on('error', lose).on('end', lose);
    try {
      if (await holdsLock(client, owner)) {
        void keepShowing(client, lost);
        await work({ client, signal: AbortSignal.any([signal, lost.signal]) });
        return;
      }
    } finally {
      lose();
      // Closed, not given back: the lock, and a transaction that failed half-way, end with the session.
      client.release(true);
    }
    onStandby();
    await sleep(standbyPollMs, signal);
  }
}

/** Until the turn is lost; which it is when the database no longer answers. */
async function keepShowing(client: pg.PoolClient, lost: AbortController): Promise<void> {
  for (;;) {
    await sleep(heartbeatMs, lost.signal);
    if (lost.signal.aborted) return;
    await client.query(heartbeat).catch(() => lost.abort());
  }
}

async function holdsLock(client: pg.PoolClient, owner: CheckpointOwner): Promise<boolean> {
  await client.query(noticeVanishedHolder);
  const { rows } = await client.query<{ locked: boolean }>(tryLock, [readModelId(owner)]);
  return rows[0]?.locked === true;
}
