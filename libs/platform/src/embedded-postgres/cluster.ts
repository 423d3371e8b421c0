import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError, attempt, errorCode } from './embedded-postgres-error.js';
import { type Account, runProgram } from './run-program.js';

/** The files of one database server: `data` is PostgreSQL's own folder, `password` (mode 0600) its superuser's. */
export interface Cluster {
  readonly home: string;
  readonly data: string;
  readonly password: string;
}

export const superuser = 'keyledger';

const initdbTimeoutMs = 120_000;
const stagingPrefix = 'initialising-';
const passwordFile = 'keyledger.password';

/**
 * The cluster in `home`, made if there is none. It is made beside its place and renamed into it when complete, so that
 * a death in the middle leaves nothing that looks like a database, and of two that start at once one wins.
 */
export async function openCluster(
  home: string,
  binaries: Binaries,
  account: Account | null,
): Promise<Cluster> {
  const data = join(home, 'data');
  if (!(await exists(data))) await createCluster(home, binaries, account);
  const password = await attempt(`read the database's password in ${data}`, () =>
    readFile(join(data, passwordFile), 'utf8'),
  );
  return { home, data, password: password.trim() };
}

async function createCluster(home: string, binaries: Binaries, account: Account | null): Promise<void> {
  const staging = join(home, `${stagingPrefix}${randomBytes(6).toString('hex')}`);
  try {
    await attempt(`create the database in ${home}`, () => writePassword(staging, account));
    await initialise(staging, binaries, account);
    await attempt(`create the database in ${home}`, async () => {
      await rename(join(staging, 'password'), join(staging, 'data', passwordFile));
      await rename(join(staging, 'data'), join(home, 'data'));
    });
  } catch (error) {
    if (!(await exists(join(home, 'data')))) throw error; // else another instance was faster: use its cluster
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writePassword(staging: string, account: Account | null): Promise<void> {
  const path = join(staging, 'password');
  await mkdir(staging, { mode: 0o700 });
  await writeFile(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account === null) return;
  for (const owned of [staging, path]) await chown(owned, account.uid, account.gid);
}

async function initialise(staging: string, binaries: Binaries, account: Account | null): Promise<void> {
  const args = [
    ...['-D', join(staging, 'data'), `--username=${superuser}`, `--pwfile=${join(staging, 'password')}`],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ];
  const options = { account, timeoutMs: initdbTimeoutMs };
  const result = await attempt('start the program initdb', () => runProgram(binaries.initdb, args, options));
  if (result.exitCode === 0) return;
  throw new EmbeddedPostgresError(
    `Cannot create the database in ${join(staging, '..')}: ${reasonIn(result.output)}`,
  );
}

/** What PostgreSQL's programs give as their reason, one line out of many. */
export function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /\b(PANIC|FATAL|ERROR|error):/.test(line)) ?? lines.at(-1);
  const reason = telling?.replace(/^.*?\b(PANIC|FATAL|ERROR|error):\s*/, '').trim();
  return reason === undefined || reason === '' ? 'no reason was given.' : `${reason.replace(/\.$/, '')}.`;
}

/** A server reads only the files of its own major version. */
export async function checkVersion({ data }: Cluster, programs: number): Promise<void> {
  const written = await attempt(`read the version of the database in ${data}`, () =>
    readFile(join(data, 'PG_VERSION'), 'utf8'),
  );
  if (written.trim() === String(programs)) return;
  throw new EmbeddedPostgresError(
    `The database in ${data} was made by PostgreSQL ${written.trim()} and this is PostgreSQL ${programs}; use the release that made it, or pg_upgrade.`,
  );
}

/** What a death during `initdb` left. Only for the instance that holds the database. */
export async function removeStaging({ home }: Cluster): Promise<void> {
  const entries = await readdir(home).catch(() => []);
  for (const entry of entries.filter((name) => name.startsWith(stagingPrefix))) {
    await rm(join(home, entry), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return attempt(`read ${path}`, async () => {
    try {
      await readdir(path);
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  });
}
