import type { Benchmark } from './benchmark.js';

/** Loaded when asked for: what one needs does not disturb another. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  append: async () => (await import('./append.js')).append,
  'cold-start': async () => (await import('./cold-start.js')).coldStart,
  detection: async () => (await import('./detection.js')).detection,
  ingest: async () => (await import('./ingest.js')).ingest,
  peer: async () => (await import('./peer.js')).peer,
  replay: async () => (await import('./replay.js')).replay,
  revocation: async () => (await import('./revocation.js')).revocation,
  'usage-query': async () => (await import('./usage-query.js')).usageQuery,
  'verify-inprocess': async () => (await import('./verify-inprocess.js')).verifyInProcess,
  'verify-http': async () => (await import('./verify-http.js')).verifyHttp,
};

const usageExitCode = 2;

async function main(name: string | undefined): Promise<void> {
  const load = name !== undefined && Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined;
  if (load === undefined) {
    process.stderr.write(`Usage: npm run -s bench -- <name>\n${await listing()}`);
    process.exitCode = usageExitCode;
    return;
  }
  const benchmark = await load();
  process.stderr.write(`${benchmark.describe}\n`);
  process.stdout.write(`${JSON.stringify({ name: benchmark.name, ...(await benchmark.run()) })}\n`);
}

async function listing(): Promise<string> {
  const all = await Promise.all(Object.values(benchmarks).map((load) => load()));
  return all.map((benchmark) => `  ${benchmark.name.padEnd(18)}${benchmark.describe}\n`).join('');
}

await main(process.argv[2]);
