import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mintKey } from '@keyledger/domain';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { loadServer, postMessage } from './keep-alive-client.js';
import type { ServerOrder, ServerStarted } from './verify-http-server.js';

const connections = 32;
/** Short rounds in turn: what disturbs the machine disturbs both sides, and the median leaves the rest out. */
const requestsPerRound = 4_000;
const roundsCount = 60;
const warmUpRounds = 12;
const keysCount = 1_000;

/** What a verdict costs beside what any HTTP answer costs; each server in a process of its own. */
export const verifyHttp: Benchmark = {
  name: 'verify-http',
  describe:
    'POST /v1/verify per second, over a bare Fastify route that parses the same body by the same schema and answers a constant.',
  run: async () => measure(),
};

async function measure(): Promise<BenchmarkResult> {
  const keys = Array.from({ length: keysCount }, () => mintKey({ mode: 'live', randomBytes }));
  const serviceKey = mintKey({ mode: 'live', randomBytes });
  const [verifier, bare] = await Promise.all([
    startServer({ kind: 'verifier', serviceKey, keys }),
    startServer({ kind: 'bare', serviceKey, keys }),
  ]);
  try {
    const messages = keys.map((key) =>
      postMessage(
        '/v1/verify',
        { key, operation: 'orders:Create', clientAddress: '192.0.2.1' },
        { authorization: `Bearer ${serviceKey}` },
      ),
    );
    return await alternate(verifier.port, bare.port, messages);
  } finally {
    verifier.process.kill();
    bare.process.kill();
  }
}

interface Round {
  readonly ours: number;
  readonly bare: number;
}

async function alternate(
  oursPort: number,
  barePort: number,
  messages: readonly Buffer[],
): Promise<BenchmarkResult> {
  const load = (port: number) => loadServer({ port, connections, requests: requestsPerRound, messages });
  const rounds: Round[] = [];
  for (let round = 0; round < warmUpRounds + roundsCount; round++) {
    // Neither side always goes first.
    const early = round % 2 === 0 ? await load(barePort) : null;
    const ours = await load(oursPort);
    const bare = early ?? (await load(barePort));
    if (round >= warmUpRounds) rounds.push({ ours, bare });
  }
  return {
    ratio: Math.round(median(rounds.map(({ ours, bare }) => ours / bare)) * 1_000) / 1_000,
    requestsPerSecond: Math.round(median(rounds.map(({ ours }) => ours))),
    bareRequestsPerSecond: Math.round(median(rounds.map(({ bare }) => bare))),
    ...{ connections, requestsPerRound, rounds: roundsCount },
  };
}

async function startServer(order: ServerOrder): Promise<{ process: ChildProcess; port: number }> {
  const server = fork(new URL('./verify-http-server.js', import.meta.url));
  server.send(order);
  const failed = once(server, 'exit').then(() => {
    throw new Error(`The server ${order.kind} ended before it listened.`);
  });
  const [{ port }] = (await Promise.race([once(server, 'message'), failed])) as [ServerStarted];
  failed.catch(() => undefined); // it ends when it is told to
  return { process: server, port };
}
