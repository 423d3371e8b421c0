import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventMetadata, keyStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { type KeyCommand, type KeyEvent, isRefusal, keyDecider, mintKeyId } from '@keyledger/domain';
import { type EventCodec, type EventLog, handleCommand } from '@keyledger/event-log';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { migrate, startEmbeddedPostgres, systemIds } from '@keyledger/platform';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';

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

/** BENCH_DATABASE_URL: an empty database to use instead of an embedded server of its own. */
async function withDatabase<T>(use: (databaseUrl: string) => Promise<T>): Promise<T> {
  const { BENCH_DATABASE_URL: given } = process.env;
  if (given !== undefined && given !== '') return use(given);
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
  await chmod(directory, 0o755); // as root, the database runs under another account
  const server = await startEmbeddedPostgres({ directory });
  try {
    return await use(server.databaseUrl);
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
    if (!server.home.startsWith(directory)) await rm(server.home, { recursive: true, force: true });
  }
}

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

const metadata: Omit<EventMetadata, 'version'> = {
  actor: 'key_0123456789ABCDEFGHIJKL',
  requestId: '0b0f3a52-6a6c-4b4e-8f53-0a3d1d2c9f10',
  correlationId: '0b0f3a52-6a6c-4b4e-8f53-0a3d1d2c9f10',
  causationId: '0b0f3a52-6a6c-4b4e-8f53-0a3d1d2c9f10',
  clientAddress: '192.0.2.17',
  userAgent: 'curl/8.7.1',
  time: '2030-01-01T00:00:00.000Z',
};

const codec: EventCodec<KeyEvent> = {
  encode: (event) => toNewEvent(event, metadata, systemIds.uuid()),
  decode: (recorded) => toLedgerEvent(recorded).event as KeyEvent,
};

function commandsOf(keyId: string): readonly KeyCommand[] {
  const at = Date.UTC(2030, 0, 1);
  const granting = { catalogue: null, grantorScopes: null };
  return [
    {
      type: 'CreateKey',
      ...{ keyId, at, ...granting, accountId: 'acme' },
      name: 'CI of the web shop',
      description: 'Deploys and smoke tests',
      tags: ['ci', 'web shop'],
      owner: 'ada@acme.example',
      environment: 'production',
      scopes: ['payments:read', 'payments:Send'],
      ipAllowlist: { enforced: true, entries: ['192.0.2.0/24', '2001:db8::1'] },
      expiresAt: '2030-07-01T00:00:00.000Z',
      digest: { algorithm: 'sha256', value: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
      visibleStart: 'kl_live_Ab3d',
    },
    { type: 'ChangeScopes', keyId, at, ...granting, scopes: ['payments:read'] },
    { type: 'ChangeExpiry', keyId, at, expiresAt: '2030-08-01T00:00:00.000Z', grantorScopes: null },
    { type: 'DisableKey', keyId, at, reason: 'policy', comment: null },
  ];
}

/** What these commands record. */
function recordedEvents(commands: readonly KeyCommand[]): readonly KeyEvent[] {
  let state = keyDecider.initialState;
  return commands.flatMap((command) => {
    const decided = keyDecider.decide(command, state);
    if (isRefusal(decided)) throw new Error(`${command.type} was refused: ${decided.detail}`);
    for (const event of decided) state = keyDecider.evolve(state, event);
    return decided;
  });
}

const template = recordedEvents(commandsOf(newKeyId()));
const changesPerRound = concurrency * keysPerWorkerPerRound * template.length;

function eventsOf(keyId: string): readonly KeyEvent[] {
  return template.map((event) => ({ ...event, data: { ...event.data, keyId } }) as KeyEvent);
}

function newKeyId(): string {
  return mintKeyId((count) => systemIds.bytes(count));
}
