import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { type Occupancy, occupancy } from './instance-lock.js';
import { findPostmaster, removeStalePostmasterFile } from './postmaster-file.js';
import { type Installation, stopServer } from './server.js';

const answerTimeoutMs = 30_000;
const pollMs = 100;

/** A live instance claims its server within this time of starting it, or of losing its session. */
const claimGraceMs = 10_000;

/**
 * Returns when no server runs on this data. One whose instance has died (SIGKILL leaves the server alive) is stopped;
 * one whose instance lives is not ours to touch.
 */
export async function clearTheWay(
  installation: Installation,
  maintenanceUrl: (port: number) => string,
  onLog: (line: string) => void,
): Promise<void> {
  const { data } = installation.cluster;
  const start = performance.now();
  while (performance.now() - start < answerTimeoutMs) {
    const postmaster = await findPostmaster(data);
    if (postmaster === null) return removeStalePostmasterFile(data);
    const found =
      postmaster.ready && postmaster.port !== null
        ? await occupancy(maintenanceUrl(postmaster.port))
        : 'silent';
    if (found === 'in-use') throw inUse(data);
    if (isAbandoned(found, performance.now() - start)) {
      onLog('Stopping the database of an instance that has died.');
      await stopServer(installation, 'fast');
    } else {
      await delay(pollMs);
    }
  }
  throw new EmbeddedPostgresError(
    `A database server runs on ${data} and does not answer; end it and start again.`,
  );
}

/** Nobody has claimed it for so long: the pid of its instance has gone to another process. */
function isAbandoned(found: Occupancy, watchedMs: number): boolean {
  return found === 'abandoned' || (found === 'unclaimed' && watchedMs > claimGraceMs);
}

function inUse(data: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The data directory ${data} is in use by another instance; stop that one, or set KEYLEDGER_DATA_DIR to another folder.`,
  );
}
