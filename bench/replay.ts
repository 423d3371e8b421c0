import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { createLogger, createPool, migrate, systemClock } from '@keyledger/platform';
import {
  ProjectionMetrics,
  type ReadModel,
  readModelMigrations,
  readModels,
  runProjection,
} from '@keyledger/read-models';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Registry } from 'prom-client';
import { withDatabase } from './bench-database.js';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { MemoryTrack } from './memory-track.js';
import { fillLog } from './replay-log.js';

const eventsCountDefault = 1_000_000;
const copyRounds = 3;
const memorySampleMs = 3_000;

/** Every projection of the product from an empty table to the end of the log, all at once as the projector runs them. */
export const replay: Benchmark = {
  name: 'replay',
  describe:
    'Projecting a log (--events N, else 1,000,000) into every read model, over COPY of the same rows into the same tables.',
  run: async () => withDatabase(measure),
};

async function measure(databaseUrl: string): Promise<BenchmarkResult> {
  await migrate(databaseUrl, 'log', eventLogMigrations);
  await migrate(databaseUrl, 'read', readModelMigrations);
  const pool = createPool(databaseUrl, { applicationName: 'bench', bounds: { query_timeout: 0 } });
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-bench-rows-'));
  try {
    const events = eventsAskedFor();
    await fillLog(pool, events);
    const replayed = await timeReplay(databaseUrl, pool);
    const rows = await exportTables(pool, folder);
    const copySeconds: number[] = [];
    for (let round = 0; round < copyRounds; round++) copySeconds.push(await timeCopy(pool, folder));
    const seconds = median(copySeconds);
    return {
      ratio: Math.round((seconds / replayed.seconds) * 1_000) / 1_000,
      eventsPerSecond: Math.round(events / replayed.seconds),
      replaySeconds: rounded(replayed.seconds),
      copySeconds: copySeconds.map(rounded),
      ...{ events, rows, ...replayed.memory.summary() },
    };
  } finally {
    await pool.end();
    await rm(folder, { recursive: true, force: true });
  }
}

function eventsAskedFor(): number {
  const { values } = parseArgs({
    options: { events: { type: 'string' } },
    allowPositionals: true,
  });
  const events = Number(values.events ?? eventsCountDefault);
  if (!Number.isSafeInteger(events) || events < 1) throw new RangeError('--events takes a whole number.');
  return events;
}

async function timeReplay(
  databaseUrl: string,
  pool: pg.Pool,
): Promise<{ readonly seconds: number; readonly memory: MemoryTrack }> {
  await pool.query('CHECKPOINT'); // what filling the log left to be written is not part of this
  const log = await openPostgresEventLog({ databaseUrl });
  const memory = new MemoryTrack();
  const sampling = setInterval(() => memory.sample(), memorySampleMs);
  const stopping = new AbortController();
  try {
    memory.sample();
    const startedAt = performance.now();
    const metrics = new ProjectionMetrics(new Registry(), systemClock);
    const running = readModels.map((readModel) =>
      project({ log, pool, metrics, readModel, signal: stopping.signal }),
    );
    await Promise.all(running.map(({ live }) => live));
    const seconds = (performance.now() - startedAt) / 1_000;
    memory.sample();
    stopping.abort();
    await Promise.all(running.map(({ stopped }) => stopped));
    return { seconds, memory };
  } finally {
    clearInterval(sampling);
    stopping.abort();
    await log.close();
  }
}

type ProjectionParts = Pick<
  Parameters<typeof runProjection>[0],
  'log' | 'pool' | 'metrics' | 'readModel' | 'signal'
>;

function project(parts: ProjectionParts): { readonly live: Promise<void>; readonly stopped: Promise<void> } {
  const logger = createLogger({ logLevel: 'warn' });
  let stopped: Promise<void> = Promise.resolve();
  const live = new Promise<void>((resolve, reject) => {
    stopped = runProjection({
      ...parts,
      ...{ clock: systemClock, logger },
      onState: (state) => {
        if (state.status === 'live') resolve();
        if (state.status === 'failed') reject(new Error(state.reason));
      },
    });
  });
  return { live, stopped };
}

/** A file per table; answers with how many rows there are. Columns that are computed are left out, as COPY does. */
async function exportTables(pool: pg.Pool, folder: string): Promise<number> {
  let rows = 0;
  for (const table of readModels.flatMap(tablesOf)) {
    const client = await pool.connect();
    try {
      const copying = client.query(copyTo(`COPY ${table} TO STDOUT`));
      await pipeline(copying, createWriteStream(join(folder, table)));
      rows += copying.rowCount;
    } finally {
      client.release();
    }
  }
  return rows;
}

/** Into empty tables with all their indexes; read models at the same time, as projections are. */
async function timeCopy(pool: pg.Pool, folder: string): Promise<number> {
  await pool.query(`TRUNCATE ${readModels.flatMap(tablesOf).join(', ')}`);
  await pool.query('CHECKPOINT');
  const startedAt = performance.now();
  await Promise.all(readModels.map(async (readModel) => copyBack(pool, readModel, folder)));
  return (performance.now() - startedAt) / 1_000;
}

async function copyBack(pool: pg.Pool, readModel: ReadModel, folder: string): Promise<void> {
  const client = await pool.connect();
  try {
    for (const table of tablesOf(readModel)) {
      const source = createReadStream(join(folder, table), { highWaterMark: 256 * 1024 });
      await pipeline(source, client.query(copyFrom(`COPY ${table} FROM STDIN`)));
    }
  } finally {
    client.release();
  }
}

function tablesOf({ tables }: ReadModel): readonly string[] {
  return tables.map(({ schema, name }) => `${schema}.${name}`);
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
