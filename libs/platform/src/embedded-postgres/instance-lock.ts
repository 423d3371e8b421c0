import pg from 'pg';
import { backoffMs } from '../time/backoff.js';
import { sleep } from '../time/sleep.js';
import { processRuns } from './postmaster-file.js';

export interface InstanceLock {
  release(): Promise<void>;
}

/** Every live instance holds this for its whole life, in the maintenance database (advisory locks are per database). */
const instanceLock = 0x6b6c6564; // "kled"

const claimTimeoutMs = 15_000;
const connectTimeoutMs = 3_000;

/** The setting by which a server tells whose it is. */
export const ownerPidSetting = 'keyledger.owner_pid';

/**
 * `in-use`: a live instance holds the server. `abandoned`: its instance is dead. `unclaimed`: nobody holds it, but a
 * process has its instance's pid: that may be about to claim it, or an unrelated process that has come by the pid.
 * `silent`: it cannot be asked.
 */
export type Occupancy = 'in-use' | 'abandoned' | 'unclaimed' | 'silent';

/** Claims the server, and claims it again when the session is lost, until released. */
export async function holdInstanceLock(maintenanceUrl: string): Promise<InstanceLock> {
  const stopping = new AbortController();
  const first = await claim(maintenanceUrl);
  const kept = keepClaim(first, maintenanceUrl, stopping.signal);
  return {
    release: async () => {
      stopping.abort();
      await kept;
    },
  };
}

/** Asks the server on `maintenanceUrl` whether an instance lives behind it. */
export async function occupancy(maintenanceUrl: string): Promise<Occupancy> {
  const client = newClient(maintenanceUrl);
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ free: boolean; owner: string | null }>(
      'SELECT pg_try_advisory_lock($1) AS free, current_setting($2, true) AS owner',
      [instanceLock, ownerPidSetting],
    );
    const [row] = rows;
    if (row?.free !== true) return 'in-use';
    const ownerPid = Number.parseInt(row.owner ?? '', 10);
    return ownerPid > 0 && (await processRuns(ownerPid)) ? 'unclaimed' : 'abandoned';
  } catch {
    return 'silent';
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Claim {
  readonly client: pg.Client;
  readonly lost: Promise<void>;
}

async function claim(maintenanceUrl: string): Promise<Claim> {
  const client = newClient(maintenanceUrl);
  const lost = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  try {
    await client.connect();
    await client.query(`SET lock_timeout = ${claimTimeoutMs}`); // whoever is asking about us lets go at once
    await client.query('SELECT pg_advisory_lock($1)', [instanceLock]);
    return { client, lost };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function keepClaim(first: Claim, maintenanceUrl: string, signal: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const isStopping = (): boolean => signal.aborted;
  let held: Claim | null = first;
  for (let failures = 0; !isStopping();) {
    if (held !== null) await Promise.race([held.lost, stopped]);
    await held?.client.end().catch(() => undefined);
    held = isStopping() ? null : await claim(maintenanceUrl).catch(() => null);
    failures = held === null ? failures + 1 : 0;
    if (held === null) await sleep(backoffMs(failures, Math.random()), signal);
  }
  await held?.client.end().catch(() => undefined);
}

function newClient(maintenanceUrl: string): pg.Client {
  return new pg.Client({
    connectionString: maintenanceUrl,
    application_name: 'keyledger instance',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
}
