import { EventStoreDBClient } from '@eventstore/db-client';
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
  if (/[?&]throwOnAppendFailure=false\b/i.test(url)) {
    throw new Error('throwOnAppendFailure=false does not work: answers to refused appends would be wrong.');
  }
  if (shared && shared.url !== url) throw new Error('One process can use one EventStoreDB.');
  shared ??= { url, client: EventStoreDBClient.connectionString(url), users: 0 };
  shared.users++;
  return shared.client;
}

/** The last user disposes it. */
export async function releaseClient(): Promise<void> {
  if (!shared || --shared.users > 0) return;
  const { client } = shared;
  shared = undefined;
  await withDeadline(client.dispose(), disposeTimeoutMs, 'the disposal of the client').catch(() => undefined);
}
