import pg from 'pg';
import { backoffMs } from '../time/backoff.js';
import { sleep } from '../time/sleep.js';
import { endSession } from './end-session.js';
import { connectTimeoutMs, keepAliveDelayMs } from './pool.js';

export interface Listener {
  /** Resolves once LISTEN is in force for the first time. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

export interface ListenOptions {
  readonly databaseUrl: string;
  readonly channel: string;
  /** Called for each notification, and after each (re)connection, since anything may have been missed before it. */
  readonly onWake: () => void;
  readonly onError?: (error: unknown) => void;
}

/**
 * Keeps one session on LISTEN for as long as it takes. A notification only wakes (style rule 16): whoever is woken
 * reads what is there, and polls besides.
 */
export function listen(options: ListenOptions): Listener {
  const stopping = new AbortController();
  let markReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (markReady = resolve));
  const done = keepListening(options, stopping.signal, markReady);
  return {
    ready,
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

async function keepListening(
  options: ListenOptions,
  signal: AbortSignal,
  onListening: () => void,
): Promise<void> {
  let attempt = 0;
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal, () => {
        attempt = 0;
        onListening();
        options.onWake();
      });
    } catch (error) {
      options.onError?.(error);
    }
    await sleep(backoffMs(attempt++, Math.random()), signal);
  }
}

/** Returns or throws when the session has ended. */
async function listenOnce(
  options: ListenOptions,
  signal: AbortSignal,
  onListening: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: `keyledger listen ${options.channel}`,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs, // LISTEN is the only one, and part of coming up
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
  });
  const ended = new Promise<void>((resolve, reject) => {
    client.on('end', resolve);
    client.on('error', reject);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  ended.catch(() => undefined);
  client.on('notification', options.onWake);
  try {
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(options.channel)}`);
    onListening();
    await ended;
  } finally {
    await endSession(client);
  }
}
