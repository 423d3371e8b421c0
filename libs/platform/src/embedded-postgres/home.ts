import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, realpath, rmdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, attempt, errorCode } from './embedded-postgres-error.js';
import { type Account, runProgram } from './run-program.js';

/** Where a database of root's is kept when its account cannot enter the project's folder; the first that works. */
const elsewhere = ['/var/lib/keyledger', '/var/tmp/keyledger'] as const;

const probeTimeoutMs = 10_000;

/**
 * The folder `<directory>/postgres` with everything of the database in it, its real path. Where the database's account
 * cannot reach that (a clone under /root), the folder is in {@link elsewhere} and `<directory>/postgres` is a symbolic
 * link to it: so the link says where the data is, moving the project keeps it, and deleting `<directory>` starts anew.
 */
export async function openHome(directory: string, account: Account | null): Promise<string> {
  const path = join(directory, 'postgres');
  await attempt(`create the data directory ${path}`, async () => {
    await mkdir(directory, { recursive: true });
    await mkdir(path, { mode: 0o700 }).catch(present);
  });
  const home = await attempt(`find the data of ${path}`, () => realpath(path));
  if (account !== null) await attempt(`hand ${home} to the database's account`, () => give(home, account));
  if (await reachable(home, account)) return home;
  if (account !== null && (await isEmptyFolder(path))) return moveElsewhere(path, account);
  throw new EmbeddedPostgresError(
    `The data directory ${home} cannot be used by ${describe(account)}: it belongs to another account, or a folder above it is closed.`,
  );
}

async function isEmptyFolder(path: string): Promise<boolean> {
  const entry = await lstat(path);
  return entry.isDirectory() && (await readdir(path)).length === 0;
}

/** The empty folder that could not be reached makes way for a link. */
async function moveElsewhere(path: string, account: Account): Promise<string> {
  for (const parent of elsewhere) {
    const home = join(parent, randomBytes(6).toString('hex'));
    const made = await makeIn(parent, home, account).catch(() => false);
    if (!made) continue;
    await attempt(`link ${path} to ${home}`, async () => {
      await rmdir(path);
      await symlink(home, path);
    });
    return home;
  }
  throw new EmbeddedPostgresError(
    `The database runs under ${describe(account)}, which can reach neither ${path} nor ${elsewhere.join(' nor ')}; set KEYLEDGER_DATA_DIR to a folder that it can reach.`,
  );
}

async function makeIn(parent: string, home: string, account: Account): Promise<boolean> {
  await mkdir(parent, { mode: 0o755 }).catch(present);
  const { uid } = await lstat(parent);
  if (uid !== 0) return false; // in a folder open to all, somebody else may have been there first
  await mkdir(home, { mode: 0o700 });
  await give(home, account);
  return reachable(home, account);
}

async function give(home: string, account: Account): Promise<void> {
  await chown(home, account.uid, account.gid);
  await chmod(home, 0o700);
}

/** Tries it instead of reading modes, since access lists, mounts and security modules have a say too. */
async function reachable(home: string, account: Account | null): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const script = 'cd "$1" && test -r . && test -w .';
  const options = { account, timeoutMs: probeTimeoutMs };
  const probe = runProgram('/bin/sh', ['-c', script, 'sh', home], options);
  const result = await probe.catch((error: unknown) => {
    throw new EmbeddedPostgresError(
      `Cannot run anything as ${describe(account)} (${errorCode(error) ?? 'unknown reason'}); run as an ordinary user, or set DATABASE_URL.`,
      { cause: error },
    );
  });
  return result.exitCode === 0;
}

function describe(account: Account | null): string {
  return account === null ? 'this account' : `the account with uid ${account.uid}`;
}

function present(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}
