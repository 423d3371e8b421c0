import type { EventLog } from '@keyledger/event-log';
import { ConfigError, StartupError, createMetrics, loadConfig } from '@keyledger/platform';
import type { Logger } from 'pino';
import { eventLogAdapterFor } from './adapters.js';
import { waitForDatabase } from './wait-for-database.js';

export interface OpenEventLogOptions {
  /** Of the process; servers show it beside its connections. */
  readonly name: string;
  readonly logger: Logger;
  /** Whether to make what a server needs that has never held a log; without it there must be one. */
  readonly prepare: boolean;
  /** How long a server that is not there (yet) is waited for. */
  readonly waitMsMax: number;
  readonly signal?: AbortSignal;
}

/** Of Postgres: there is no such schema, no such table. */
const nothingThere: readonly unknown[] = ['3F000', '42P01'];

/**
 * One log by its URL, for a process that needs no more than that.
 *
 * @throws StartupError when the URL is none of a log, or its server cannot be reached or holds no log.
 */
export async function openEventLog(url: string, options: OpenEventLogOptions): Promise<EventLog> {
  const { name, logger, prepare, waitMsMax, signal } = options;
  assertEventLogUrl(url);
  const adapter = eventLogAdapterFor(url);
  if (adapter.postgres) await waitForDatabase(url, { logger, signal, waitMsMax });
  if (prepare) await adapter.migrate(url);
  const adapterOptions = { logger, signal, waitMsMax, metrics: createMetrics(name) };
  try {
    return await adapter.open(url, { ...adapterOptions, applicationName: `keyledger ${name}` });
  } catch (error) {
    if (!nothingThere.includes((error as { code?: unknown }).code)) throw error;
    throw new StartupError('the database holds no event log', { cause: error });
  }
}

function assertEventLogUrl(url: string): void {
  try {
    loadConfig({ EVENT_LOG_URL: url });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new StartupError(error.message.replace('EVENT_LOG_URL must be', 'the event log must be'));
  }
}
