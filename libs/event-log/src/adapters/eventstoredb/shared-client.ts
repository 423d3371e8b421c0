import { EventStoreDBClient } from '@eventstore/db-client';
import { StartupError, isError } from '@keyledger/platform';
import { withDeadline } from './with-deadline.js';

const disposeTimeoutMs = 2_000;

interface SharedClient {
  readonly url: string;
  readonly client: EventStoreDBClient;
  users: number;
}

/**
 * One client per process: its table of appends under way is global, so that a second client's errors or disposal would
 * reject the first one's appends, and leave it deaf.
 */
let shared: SharedClient | undefined;

/** Throws where the URL cannot work, or where the process has another EventStoreDB open. */
export function acquireClient(url: string): EventStoreDBClient {
  if (shared && shared.url !== url) throw new Error('One process can use one EventStoreDB.');
  shared ??= { url, client: createClient(url), users: 0 };
  shared.users++;
  return shared.client;
}

function createClient(url: string): EventStoreDBClient {
  const client = parse(url);
  if (Reflect.get(client, 'throwOnAppendFailure') === false) {
    throw new StartupError(
      'throwOnAppendFailure=false does not work: answers to refused appends are wrong then',
    );
  }
  return client;
}

function parse(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    // The client's own message, and the error itself, repeat the URL, which may hold a password.
    const speaks = isError(error) && !('connectionString' in error);
    const reason = speaks ? error.message : 'it is no connection string of EventStoreDB';
    throw new StartupError(`EVENT_LOG_URL cannot be used: ${reason}`);
  }
}

/** The last user disposes it. */
export async function releaseClient(): Promise<void> {
  if (!shared || --shared.users > 0) return;
  const { client } = shared;
  shared = undefined;
  await withDeadline(client.dispose(), disposeTimeoutMs, 'the disposal of the client').catch(() => undefined);
}
