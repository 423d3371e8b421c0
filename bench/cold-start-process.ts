import { createLiveIndex, verificationSource } from '@keyledger/composition';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { createLogger, createPool, sleep, systemClock } from '@keyledger/platform';
import type { LiveIndex } from '@keyledger/verification';
import type pg from 'pg';
import { valueOf } from './cold-start-rows.js';
import { usedHeapBytes } from './memory-track.js';

/** What the parent sends: what this process is to do with the rows. */
export interface ColdStartOrder {
  readonly kind: 'serve' | 'read';
  readonly databaseUrl: string;
  readonly keys: number;
}

/** Memory in bytes, of the whole process. */
export interface ColdStartReport {
  readonly seconds: number;
  readonly residentBefore: number;
  /** After a collection of garbage. */
  readonly residentAfter: number;
  readonly residentMost: number;
  /** What is in use: objects and typed arrays. */
  readonly heldBefore: number;
  readonly heldAfter: number;
}

/** Rows per page, as the snapshot has them. */
const pageRows = 5_000;
const pollMs = 2;
const bytesPerKilobyte = 1_024;
const askedMax = 1_000;

process.once('message', (order: ColdStartOrder) => void answer(order));

async function answer(order: ColdStartOrder): Promise<void> {
  const pool = createPool(order.databaseUrl, { applicationName: 'bench', bounds: { query_timeout: 0 } });
  await pool.query('SELECT 1'); // connected, before the time is taken
  const heldBefore = heldBytes();
  const residentBefore = process.memoryUsage.rss();
  const startedAt = performance.now();
  const held = order.kind === 'serve' ? await serve(order, pool) : await read(pool);
  const seconds = (performance.now() - startedAt) / 1_000;
  const heldAfter = heldBytes();
  const report: ColdStartReport = {
    ...{ seconds, residentBefore, heldBefore, heldAfter },
    residentAfter: process.memoryUsage.rss(),
    residentMost: process.resourceUsage().maxRSS * bytesPerKilobyte,
  };
  await held.stop();
  await pool.end();
  process.send?.(report);
  process.disconnect();
}

function heldBytes(): number {
  return usedHeapBytes() + process.memoryUsage().arrayBuffers;
}

/** As a verifier starts: rows, then the log (which has nothing more), then answers. */
async function serve({ databaseUrl, keys }: ColdStartOrder, pool: pg.Pool) {
  const log = await openPostgresEventLog({ databaseUrl });
  const live = createLiveIndex({
    what: 'verification index',
    source: verificationSource(log, pool),
    clock: systemClock,
    logger: createLogger({ logLevel: 'warn' }),
    stalenessMaxMs: 60_000,
  });
  live.start();
  while (!live.hasCaughtUp) await sleep(pollMs);
  assertServes(live, keys);
  return {
    stop: async () => {
      await live.stop();
      await log.close();
    },
  };
}

/** Of all keys, evenly. */
function assertServes(live: LiveIndex, keys: number): void {
  const step = Math.ceil(keys / askedMax);
  for (let n = 1; n <= keys; n += step) {
    const question = { key: valueOf(n), user: null, operation: 'orders:Create', accountId: null };
    const address = `192.0.${n % 200}.1`;
    const { code } = live.checkKey({ ...question, clientAddress: address });
    if (code !== 'VALID') throw new Error(`Key ${n} was answered with ${code}.`);
  }
}

const declareRows = `
DECLARE bench_rows NO SCROLL CURSOR FOR
SELECT key_id, account_id, digest, status, scopes, ip_allowlist, expires_at, successor_id, overlap_ends_at
FROM read.verification_key`;

/** The same columns by a cursor of the same driver, page by page; nothing is kept of them. */
async function read(pool: pg.Pool) {
  const client = await pool.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await client.query(declareRows);
  let rowCount: number | null;
  do {
    ({ rowCount } = await client.query(`FETCH FORWARD ${pageRows} FROM bench_rows`));
  } while (rowCount === pageRows);
  await client.query('COMMIT');
  client.release();
  return { stop: async () => undefined };
}
