import { type OpenEventLogOptions, openEventLog } from '@keyledger/composition';
import type { EventLog } from '@keyledger/event-log';
import { type Config, StartupError } from '@keyledger/platform';
import { argumentsOf } from './arguments.js';
import { type MoveLogOptions, moveLog } from './move-log.js';
import { withReadModels } from './read-model-pool.js';
import { RelayPositions } from './relay-positions.js';
import { resetReadModels } from './reset-read-models.js';
import type { CommandContext } from './run-command.js';

const usage = `usage: npm run -s migrate-log -- [--from URL] [--to URL] [--verify-only] [--reset-read-models]
  --from               the log to copy; default: the one in DATABASE_URL
  --to                 the log to copy it to; default: EVENT_LOG_URL
  --verify-only        compare the two event by event, and write nothing
  --reset-read-models  then make DATABASE_URL follow the new log: read models are folded again, relays go on`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  'verify-only': { type: 'boolean', default: false },
  'reset-read-models': { type: 'boolean', default: false },
} as const;

/** The command of that name, on `DATABASE_URL` and `EVENT_LOG_URL` where the arguments do not name other logs. */
export async function migrateLog(context: CommandContext): Promise<void> {
  const { config, args, say } = context;
  const values = argumentsOf(args, options, usage);
  const move = { ...urlsOf(values, config), verifyOnly: values['verify-only'] };
  if (!values['reset-read-models']) {
    await moveBetween(context, move);
    return;
  }
  await withReadModels(config, async (pool) => {
    const relays = await RelayPositions.read(pool);
    await moveBetween(context, { ...move, onEqual: relays.note });
    await resetReadModels(pool, say);
    await relays.move(pool, say);
  });
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly verifyOnly: boolean;
  readonly onEqual?: MoveLogOptions['onEqual'];
}

async function moveBetween(context: CommandContext, { from, to, ...move }: Move): Promise<void> {
  const { signal, say } = context;
  await withLog('--from', from, { ...opening(context), prepare: false }, (source) =>
    withLog('--to', to, { ...opening(context), prepare: !move.verifyOnly }, (target) =>
      moveLog({ source, target, signal, say, ...move }),
    ),
  );
}

function urlsOf(values: { readonly from?: string; readonly to?: string }, config: Config) {
  const from = values.from ?? config.databaseUrl;
  const to = values.to ?? config.eventLogUrl;
  if (from === null || to === null) throw new StartupError(`a log is not named\n${usage}`);
  if (from === to) throw new StartupError(`both logs are the same one\n${usage}`);
  if (isEventStoreDb(from) && isEventStoreDb(to)) {
    throw new StartupError('from one EventStoreDB to another, use its own backup: https://docs.kurrent.io');
  }
  return { from, to };
}

function isEventStoreDb(url: string): boolean {
  return url.toLowerCase().startsWith('esdb');
}

function opening({ logger, signal, waitMsMax }: CommandContext): Omit<OpenEventLogOptions, 'prepare'> {
  return { name: 'migrate-log', logger, signal, waitMsMax };
}

async function withLog(
  option: string,
  url: string,
  opened: OpenEventLogOptions,
  use: (log: EventLog) => Promise<void>,
): Promise<void> {
  const log = await openEventLog(url, opened).catch((error: unknown) => {
    throw error instanceof StartupError ? new StartupError(`${option}: ${error.message}`) : error;
  });
  try {
    await use(log);
  } finally {
    await log.close();
  }
}
