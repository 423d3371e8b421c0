import { fork, spawn } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { mintKey } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { spawnApp } from '@keyledger/testing';
import type pg from 'pg';
import { withDatabase } from './bench-database.js';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { fillReadModel, insertServiceKey, valueOf } from './cold-start-rows.js';
import { loadServer, postMessage } from './keep-alive-client.js';

const keysCount = 1_000;
const roundsCount = 15;
const warmUpRounds = 3;
const connectionCounts = [1, 32] as const;
/** Of the keys that are counted: never reached, as the peer’s. */
const limits = [{ name: 'day', kind: 'fixed', requests: 1_000_000_000, window: 'P1D' }];
const peerFolder = join(process.cwd(), 'bench', 'peer');

/** Requests per round, so that rounds take about as long for each. */
const sides = { ours: 3_000, counted: 3_000, best: 1_000, default: 300 } as const;
type Side = keyof typeof sides;
const sideNames: readonly Side[] = ['ours', 'counted', 'best', 'default'];

interface Contestant {
  readonly port: number;
  readonly messages: readonly Buffer[];
}

/**
 * A verifier as it ships, its request events recorded in the same Postgres, against the API keys of better-auth behind
 * Fastify: as they come, with their rate counters on, and as fast as its settings allow, in memory and counting nothing.
 * Ours is measured with keys that have no limits, and with keys whose requests are counted as well.
 */
export const peer: Benchmark = {
  name: 'peer',
  describe:
    'POST /v1/verify per second, over better-auth’s verifyApiKey with its keys in memory; overDefault: as it comes.',
  run: async () => {
    await installPeer();
    return withDatabase(measure);
  },
};

/** What it is compared with is no dependency of the product. */
async function installPeer(): Promise<void> {
  if (existsSync(join(peerFolder, 'node_modules', '.package-lock.json'))) return;
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const [code] = (await once(
    spawn('npm', options, { cwd: peerFolder, stdio: ['ignore', 2, 2] }),
    'exit',
  )) as [number | null];
  if (code !== 0) throw new Error(`npm ci in ${peerFolder} ended with ${code}.`);
}

async function measure(databaseUrl: string): Promise<BenchmarkResult> {
  const serviceKey = mintKey({ mode: 'live', randomBytes });
  await prepare(databaseUrl, serviceKey);
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const verifier = await spawnApp({ app: 'verifier', env: { DATABASE_URL: databaseUrl } });
    stops.push(() => verifier.stop());
    const peers = await Promise.all([startPeer('default', databaseUrl), startPeer('best', databaseUrl)]);
    stops.push(...peers.map((started) => started.stop));
    const [byDefault, best] = peers;
    const contestants = {
      ours: ours(verifier.baseUrl, serviceKey, 0),
      counted: ours(verifier.baseUrl, serviceKey, keysCount),
      ...{ default: byDefault, best },
    };
    return await compare(contestants);
  } finally {
    for (const stop of stops) await stop();
  }
}

async function prepare(databaseUrl: string, serviceKey: string): Promise<void> {
  const pool = createPool(databaseUrl, { applicationName: 'bench' });
  try {
    await fillReadModel(databaseUrl, pool, 2 * keysCount);
    await limitKeys(pool);
    await insertServiceKey(pool, serviceKey);
    await pool.query('CREATE SCHEMA peer_default');
    await pool.query('CREATE SCHEMA peer_best');
  } finally {
    await pool.end();
  }
}

/** Those after the first `keysCount`. */
async function limitKeys(pool: pg.Pool): Promise<void> {
  const digests = Array.from({ length: keysCount }, (_, at) => digestOfValue(valueOf(keysCount + at + 1)));
  const { rowCount } = await pool.query(
    'UPDATE read.verification_key SET limits = $1 WHERE digest = ANY ($2)',
    [JSON.stringify(limits), digests],
  );
  if (rowCount !== keysCount)
    throw new Error(`Limits were set on ${String(rowCount)} keys, not ${keysCount}.`);
}

function digestOfValue(value: string): string {
  return hash('sha256', value, 'base64url');
}

/** Asks about the keys after so many. */
function ours(baseUrl: string, serviceKey: string, after: number): Contestant {
  const headers = { authorization: `Bearer ${serviceKey}` };
  const messages = Array.from({ length: keysCount }, (_, at) => {
    const n = after + at + 1;
    const question = { key: valueOf(n), operation: 'orders:Create', clientAddress: `192.0.${n % 200}.1` };
    return postMessage('/v1/verify', question, headers);
  });
  return { port: Number(new URL(baseUrl).port), messages };
}

interface PeerStarted {
  readonly port: number;
  readonly keys: readonly string[];
}

/** It makes its keys itself, and says which. */
async function startPeer(
  mode: 'default' | 'best',
  databaseUrl: string,
): Promise<Contestant & { readonly stop: () => Promise<unknown> }> {
  const program = join(peerFolder, 'server.mjs');
  const child = fork(program, [mode, databaseUrl, String(keysCount)], { stdio: ['ignore', 2, 2, 'ipc'] });
  const exited = once(child, 'exit');
  const failed = exited.then(() => {
    throw new Error(`The peer in mode ${mode} ended before it listened.`);
  });
  const [{ port, keys }] = (await Promise.race([once(child, 'message'), failed])) as [PeerStarted];
  failed.catch(() => undefined); // it ends when it is told to
  const messages = keys.map((key) => postMessage('/verify', { key, operation: 'orders:Create' }, {}));
  const stop = (): Promise<unknown> => {
    child.kill();
    return exited;
  };
  return { port, messages, stop };
}

async function compare(contestants: Readonly<Record<Side, Contestant>>): Promise<BenchmarkResult> {
  const results = [];
  for (const connections of connectionCounts) results.push(await alternate(contestants, connections));
  return {
    // The less favourable of the two.
    ratio: Math.min(...results.map(({ overBest }) => overBest)),
    overDefault: Math.min(...results.map(({ overDefault }) => overDefault)),
    countedOverBest: Math.min(...results.map(({ countedOverBest }) => countedOverBest)),
    countedOverDefault: Math.min(...results.map(({ countedOverDefault }) => countedOverDefault)),
    results,
    ...{ keys: keysCount, rounds: roundsCount },
  };
}

async function alternate(contestants: Readonly<Record<Side, Contestant>>, connections: number) {
  const rounds: Record<Side, number>[] = [];
  for (let round = 0; round < warmUpRounds + roundsCount; round++) {
    const rates: Record<Side, number> = { ours: 0, counted: 0, best: 0, default: 0 };
    for (let turn = 0; turn < sideNames.length; turn++) {
      const side = sideNames[(turn + round) % sideNames.length] ?? 'ours'; // nobody always goes first
      rates[side] = await loadServer({ ...contestants[side], connections, requests: sides[side] });
    }
    if (round >= warmUpRounds) rounds.push(rates);
  }
  const middle = (pick: (rates: Record<Side, number>) => number): number => median(rounds.map(pick));
  return {
    connections,
    overBest: rounded(middle(({ ours, best }) => ours / best)),
    overDefault: rounded(middle((rates) => rates.ours / rates.default)),
    countedOverBest: rounded(middle(({ counted, best }) => counted / best)),
    countedOverDefault: rounded(middle((rates) => rates.counted / rates.default)),
    requestsPerSecond: Math.round(middle((rates) => rates.ours)),
    countedRequestsPerSecond: Math.round(middle(({ counted }) => counted)),
    bestRequestsPerSecond: Math.round(middle(({ best }) => best)),
    defaultRequestsPerSecond: Math.round(middle((rates) => rates.default)),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
