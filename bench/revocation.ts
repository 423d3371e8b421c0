import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type BareRoundTrip, grpcRoundTrip, notificationRoundTrip } from './bare-round-trip.js';
import { withDatabase } from './bench-database.js';
import type { Benchmark, BenchmarkResult } from './benchmark.js';
import { withEventStoreDb } from './eventstoredb-server.js';
import { type Latencies, latenciesOf } from './latencies.js';
import { type RevocationFleet, withFleet } from './revocation-fleet.js';
import { Revoker, type Round, loadPerSecond } from './revocation-rounds.js';

const revocationsDefault = 1_000;
const verifiersCount = 4;
/** Connections, plans, compiled code. */
const warmUpRevocations = 50;
/** Of all revocations, those before the projector is killed, and those while it is dead. */
const beforeShare = 0.4;
const withoutShare = 0.2;

const logNames = ['postgres', 'eventstoredb'] as const;
type LogName = (typeof logNames)[number];

/** How soon a revoked key is dead everywhere, as those see it who ask. */
export const revocation: Benchmark = {
  name: 'revocation',
  describe:
    'p99 from an accepted revocation to the refusal of the last of 4 verifiers (--revocations N, else 1,000; --log postgres or eventstoredb, else both), over the p99 of a bare round trip through the log’s server.',
  run: async () => {
    const { revocations, logs } = wishes();
    const results: Partial<Record<LogName, LogResult>> = {};
    for (const log of logs) results[log] = await onLog[log](revocations);
    const [headline] = Object.values(results);
    if (headline === undefined) throw new Error('There is a log.');
    return {
      ratio: headline.ratio,
      ...results,
      ...{ revocations, verifiers: verifiersCount, loadPerSecondOfEach: loadPerSecond },
      ...{ cores: availableParallelism(), machineLoad: loadavg()[0] },
    } satisfies BenchmarkResult;
  },
};

interface LogResult {
  readonly ratio: number;
  /** All of them. */
  readonly refusedAfterMs: Latencies;
  readonly bareMs: Latencies;
  readonly beforeKillMs: Latencies;
  /** No projector runs. */
  readonly withoutProjectorMs: Latencies;
  /** From the moment that it is started again. */
  readonly afterRestartMs: Latencies;
  readonly loadAnswered: number;
  readonly loadLate: number;
}

const onLog: Readonly<Record<LogName, (revocations: number) => Promise<LogResult>>> = {
  postgres: (revocations) =>
    withDatabase((url) =>
      withFleet({ DATABASE_URL: url }, verifiersCount, async (fleet) =>
        measure(fleet, await notificationRoundTrip(url), revocations),
      ),
    ),
  eventstoredb: (revocations) =>
    withDatabase((url) =>
      withEventStoreDb((logUrl) =>
        withFleet({ DATABASE_URL: url, EVENT_LOG_URL: logUrl }, verifiersCount, async (fleet) =>
          measure(fleet, await grpcRoundTrip(logUrl), revocations),
        ),
      ),
    ),
};

async function measure(fleet: RevocationFleet, bare: BareRoundTrip, revocations: number): Promise<LogResult> {
  const revoker = await Revoker.of(fleet, bare);
  const [loaded, ...keys] = await revoker.createKeys(1 + warmUpRevocations + revocations);
  if (loaded === undefined) throw new Error('There is a key.');
  const loads = await revoker.load(loaded);
  try {
    await revoker.revoke(keys.splice(0, warmUpRevocations));
    const before = await revoker.revoke(keys.splice(0, Math.ceil(revocations * beforeShare)));
    await fleet.killProjector();
    const without = await revoker.revoke(keys.splice(0, Math.ceil(revocations * withoutShare)));
    const restarting = fleet.restartProjector();
    const after = await revoker.revoke(keys);
    await restarting;
    return {
      ...summaryOf({ before, without, after }),
      loadAnswered: loads.reduce((sum, { answered }) => sum + answered, 0),
      loadLate: loads.reduce((sum, { late }) => sum + late, 0),
    };
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
    revoker.end();
    await bare.close();
  }
}

function summaryOf(phases: Readonly<Record<'before' | 'without' | 'after', readonly Round[]>>) {
  const refusals = (rounds: readonly Round[]): Latencies =>
    latenciesOf(rounds.map(({ refusedAfter }) => refusedAfter));
  const all = [...phases.before, ...phases.without, ...phases.after];
  const [refusedAfterMs, bareMs] = [refusals(all), latenciesOf(all.map(({ bare }) => bare))];
  return {
    ratio: Math.round((refusedAfterMs.p99 / bareMs.p99) * 10) / 10,
    ...{ refusedAfterMs, bareMs },
    beforeKillMs: refusals(phases.before),
    withoutProjectorMs: refusals(phases.without),
    afterRestartMs: refusals(phases.after),
  };
}

function wishes(): { readonly revocations: number; readonly logs: readonly LogName[] } {
  const options = { revocations: { type: 'string' }, log: { type: 'string' } } as const;
  const { values } = parseArgs({ options, allowPositionals: true });
  const revocations = Number(values.revocations ?? revocationsDefault);
  if (!Number.isSafeInteger(revocations) || revocations < 5) {
    throw new RangeError('--revocations takes a whole number from 5 on.');
  }
  const logs = logNames.filter((name) => values.log === undefined || values.log === name);
  if (logs.length === 0) throw new RangeError(`--log takes ${logNames.join(' or ')}.`);
  if (logs.length > 1 && process.env['BENCH_DATABASE_URL'] !== undefined) {
    throw new RangeError('One database serves one log: name it by --log.');
  }
  return { revocations, logs };
}
