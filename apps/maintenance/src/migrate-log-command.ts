import { type OpenEventLogOptions, openEventLog } from '@keyledger/composition';
import type { EventLog } from '@keyledger/event-log';
import { type Config, StartupError } from '@keyledger/platform';
import { argumentsOf } from './arguments.js';
import { moveLog } from './move-log.js';
import { resetReadModels } from './reset-read-models.js';
import type { CommandContext } from './run-command.js';

const usage = `usage: npm run -s migrate-log -- [--from URL] [--to URL] [--verify-only] [--reset-read-models]
  --from               the log to copy; default: the one in DATABASE_URL
  --to                 the log to copy it to; default: EVENT_LOG_URL
  --verify-only        compare the two event by event, and write nothing
  --reset-read-models  then empty the read models in DATABASE_URL: projectors fold them again from the new log`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  'verify-only': { type: 'boolean', default: false },
  'reset-read-models': { type: 'boolean', default: false },
} as const;

/** The command of that name, on `DATABASE_URL` and `EVENT_LOG_URL` where the arguments do not name other logs. */
export async function migrateLog(context: CommandContext): Promise<void> {
  const { config, args, signal, say } = context;
  const values = argumentsOf(args, options, usage);
  const urls = urlsOf(values, config);
  const verifyOnly = values['verify-only'];
  await withLog('--from', urls.from, { ...opening(context), prepare: false }, (source) =>
    withLog('--to', urls.to, { ...opening(context), prepare: !verifyOnly }, (target) =>
      moveLog({ source, target, verifyOnly, signal, say }),
    ),
  );
  if (values['reset-read-models']) await resetReadModels(config, say);
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
