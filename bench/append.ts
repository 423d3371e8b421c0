import { keyStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { type KeyEvent, keyDecider } from '@keyledger/domain';
import { type EventCodec, type EventLog, handleCommand } from '@keyledger/event-log';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { migrate, systemIds } from '@keyledger/platform';
import { withDatabase } from './bench-database.js';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { commandsOf, eventsOf, eventsPerKey, metadata, newKeyId } from './key-life.js';

const concurrency = 16;
/** Short and many: what else the machine does then changes between rounds rather than within one. */
const keysPerWorkerPerRound = 6;
const roundsCount = 31;
/** Enough for every session to have its plans and for the code to be compiled. */
const warmUpRounds = 4;

/** What loading, folding and deciding cost beside the append itself, on a log that is as durable as the product's. */
export const append: Benchmark = {
  name: 'append',
  describe: 'Commands per second (create a key, change it thrice) over raw appends of the same events.',
  run: async () => withDatabase(measure),
};

async function measure(databaseUrl: string): Promise<BenchmarkResult> {
  await migrate(databaseUrl, 'log', eventLogMigrations);
  const log = await openPostgresEventLog({ databaseUrl });
  const rounds: Round[] = [];
  try {
    for (let round = 0; round < warmUpRounds + roundsCount; round++) {
      rounds.push(await measureRound(log, round % 2 === 0));
    }
  } finally {
    await log.close();
  }
  const measured = rounds.slice(warmUpRounds);
  return {
    ratio: Math.round(median(measured.map(({ commands, appends }) => commands / appends)) * 1_000) / 1_000,
    commandsPerSecond: Math.round(median(measured.map(({ commands }) => commands))),
    appendsPerSecond: Math.round(median(measured.map(({ appends }) => appends))),
    ...{ concurrency, commandsPerRound: changesPerRound, rounds: roundsCount },
  };
}

interface Round {
  /** Per second. */
  readonly commands: number;
  /** Per second. */
  readonly appends: number;
}

/** Each side goes first as often as the other, and meets what the other has left to be done. */
async function measureRound(log: EventLog, commandsFirst: boolean): Promise<Round> {
  const measureCommands = () => changesPerSecond((keyId) => handleCommands(log, keyId));
  const measureAppends = () => changesPerSecond((keyId) => appendRaw(log, keyId));
  if (commandsFirst) return { commands: await measureCommands(), appends: await measureAppends() };
  const appends = await measureAppends();
  return { commands: await measureCommands(), appends };
}

/** Several workers, each with one key at a time; `change` makes the whole life of one key. */
async function changesPerSecond(change: (keyId: string) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  const worker = async () => {
    for (let key = 0; key < keysPerWorkerPerRound; key++) {
      await change(newKeyId());
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (changesPerRound * 1_000) / (performance.now() - startedAt);
}

async function handleCommands(log: EventLog, keyId: string): Promise<void> {
  for (const command of commandsOf(keyId)) {
    const { outcome } = await handleCommand({
      log,
      decider: keyDecider,
      codec,
      stream: keyStream(keyId),
      command,
      expectsNewStream: command.type === 'CreateKey',
    });
    if (outcome !== 'recorded') throw new Error(`${command.type} was ${outcome}.`);
  }
}

async function appendRaw(log: EventLog, keyId: string): Promise<void> {
  for (const [index, event] of eventsOf(keyId).entries()) {
    const expected = index === 0 ? 'no-stream' : index - 1;
    const { outcome } = await log.append(keyStream(keyId), [codec.encode(event)], expected);
    if (outcome !== 'appended') throw new Error(`${event.type} was not appended.`);
  }
}

const codec: EventCodec<KeyEvent> = {
  encode: (event) => toNewEvent(event, metadata, systemIds.uuid()),
  decode: (recorded) => toLedgerEvent(recorded).event as KeyEvent,
};

const changesPerRound = concurrency * keysPerWorkerPerRound * eventsPerKey;
