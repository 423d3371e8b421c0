import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { type Cluster, reasonIn } from './cluster.js';
import { EmbeddedPostgresError, attempt } from './embedded-postgres-error.js';
import { ownerPidSetting } from './instance-lock.js';
import { readPostmasterFile } from './postmaster-file.js';
import { type Account, runProgram, spawnIdentity } from './run-program.js';

/** Everything that starting and stopping a server needs. */
export interface Installation {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly account: Account | null;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Server {
  readonly port: number;
  readonly process: ChildProcess;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

const readyTimeoutMs = 120_000; // recovery after a crash reads the log since the last checkpoint
const readyPollMs = 20;
const stopTimeoutSeconds = { smart: 1, fast: 20 } as const;
const stopMarginSeconds = 5;

/** Starts a server on a free port of 127.0.0.1. Throws with the server's own reason when it does not come up. */
export async function startServer(installation: Installation): Promise<Server> {
  const { account, logFile } = installation;
  const port = await freePort();
  const log = await attempt(`write the log ${logFile}`, () => openLog(logFile, account));
  try {
    const child = spawn(installation.binaries.postgres, serverArguments(installation, port), {
      ...spawnIdentity(account),
      stdio: ['ignore', log.fd, log.fd],
      detached: true, // a process group of its own: Ctrl-C in the terminal is for us, and we stop it last
      windowsHide: true,
    });
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    const server = { port, process: child, exited };
    await waitUntilReady(server, installation);
    return server;
  } finally {
    await log.close();
  }
}

/** `log_min_messages = log` leaves out refused statements: they may name values, and would fill the log for ever. */
function serverArguments({ cluster, settings }: Installation, port: number): string[] {
  const all: Readonly<Record<string, string>> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    log_min_messages: 'log',
    log_checkpoints: 'off',
    timezone: 'UTC',
    [ownerPidSetting]: String(process.pid),
    ...settings,
  };
  return ['-D', cluster.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** One log per start; the one before is kept. */
async function openLog(path: string, account: Account | null): ReturnType<typeof open> {
  await rename(path, `${path}.1`).catch(() => undefined);
  const log = await open(path, 'a', 0o600);
  if (account !== null) await chown(path, account.uid, account.gid);
  return log;
}

/** The server writes `ready` into its file when it serves; asking by connection would fill its log with refusals. */
async function waitUntilReady({ process: child, exited }: Server, installation: Installation): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  let ended = false;
  void exited.then(() => (ended = true));
  for (;;) {
    const postmaster = await readPostmasterFile(installation.cluster.data);
    if (postmaster?.ready === true && postmaster.pid === child.pid) return;
    if (hasEnded()) throw await startFailure(installation);
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new EmbeddedPostgresError(
        `The database was not ready within ${readyTimeoutMs / 1_000} s; see ${installation.logFile}.`,
      );
    }
    await delay(readyPollMs);
  }
  function hasEnded(): boolean {
    return ended;
  }
}

async function startFailure({ logFile }: Installation): Promise<EmbeddedPostgresError> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return new EmbeddedPostgresError(`The database did not start: ${reasonIn(log)} See ${logFile}.`);
}

/**
 * Stops whatever server runs on this data, and returns when it is gone; false when it is not gone in time. `smart` lets
 * the sessions that are being closed end by themselves, `fast` ends them; both write everything.
 */
export async function stopServer(installation: Installation, mode: 'smart' | 'fast'): Promise<boolean> {
  const { cluster, binaries, account } = installation;
  const seconds = stopTimeoutSeconds[mode];
  const args = ['stop', '-s', '-w', '-m', mode, '-t', String(seconds), '-D', cluster.data];
  const options = { account, timeoutMs: (seconds + stopMarginSeconds) * 1_000 };
  const result = await runProgram(binaries.pgCtl, args, options).catch(() => null);
  return result?.exitCode === 0;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
