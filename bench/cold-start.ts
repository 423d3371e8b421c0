import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createPool } from '@keyledger/platform';
import { withDatabase } from './bench-database.js';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import type { ColdStartOrder, ColdStartReport } from './cold-start-process.js';
import { fillReadModel } from './cold-start-rows.js';

const keysCountDefault = 1_000_000;
const roundsCount = 3;
const megabyte = 1024 * 1024;

/** How long a verifier with many keys takes until it answers, each time in a new process. */
export const coldStart: Benchmark = {
  name: 'cold-start',
  describe:
    'From nothing to serving (--keys N, else 1,000,000, four scopes each), over reading the same rows with a cursor.',
  run: async () => withDatabase(measure),
};

async function measure(databaseUrl: string): Promise<BenchmarkResult> {
  const keys = keysAskedFor();
  const pool = createPool(databaseUrl, { applicationName: 'bench', bounds: { query_timeout: 0 } });
  try {
    await fillReadModel(databaseUrl, pool, keys);
  } finally {
    await pool.end();
  }
  const rounds: { readonly served: ColdStartReport; readonly read: ColdStartReport }[] = [];
  for (let round = 0; round < roundsCount; round++) {
    const read = await inNewProcess({ kind: 'read', databaseUrl, keys });
    rounds.push({ read, served: await inNewProcess({ kind: 'serve', databaseUrl, keys }) });
  }
  const middle = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  return {
    ratio: rounded(middle(({ served, read }) => served.seconds / read.seconds)),
    serveSeconds: rounded(middle(({ served }) => served.seconds)),
    readSeconds: rounded(middle(({ read }) => read.seconds)),
    // Everything that the keys added to the process, and what the process then takes as a whole.
    residentBytesPerKey: Math.round(
      middle(({ served }) => (served.residentAfter - served.residentBefore) / keys),
    ),
    residentMegabytes: Math.round(middle(({ served }) => served.residentAfter) / megabyte),
    residentMegabytesMost: Math.round(middle(({ served }) => served.residentMost) / megabyte),
    // Of that, what is in use; the rest is what loading left to the runtime.
    heldBytesPerKey: Math.round(middle(({ served }) => (served.heldAfter - served.heldBefore) / keys)),
    ...{ keys, rounds: roundsCount },
  };
}

function keysAskedFor(): number {
  const { values } = parseArgs({ options: { keys: { type: 'string' } }, allowPositionals: true });
  const keys = Number(values.keys ?? keysCountDefault);
  if (!Number.isSafeInteger(keys) || keys < 1) throw new RangeError('--keys takes a whole number.');
  return keys;
}

async function inNewProcess(order: ColdStartOrder): Promise<ColdStartReport> {
  const child = fork(new URL('./cold-start-process.js', import.meta.url));
  const ended = once(child, 'exit');
  const failed = ended.then(() => {
    throw new Error(`The process that was to ${order.kind} ended without a report.`);
  });
  child.send(order);
  const [report] = (await Promise.race([once(child, 'message'), failed])) as [ColdStartReport];
  failed.catch(() => undefined); // it ends when it has reported
  await ended;
  return report;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
