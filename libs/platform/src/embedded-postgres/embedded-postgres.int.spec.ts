import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { type Instance, failureOf, query, startInstance } from './spec-instance.js';
import { processRuns, readPostmasterFile } from './postmaster-file.js';
import { spawnIdentity } from './run-program.js';

let directory: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyledger-embedded-'));
  await chmod(directory, 0o755);
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await rm(directory, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ directory });
  stops.push(() => postgres.stop());
  return postgres;
}

function otherInstance(): Instance {
  const instance = startInstance(directory);
  stops.push(() => instance.stop());
  return instance;
}

async function serverPid(): Promise<number> {
  return (await readPostmasterFile(join(directory, 'postgres', 'data')))?.pid ?? Number.NaN;
}

/** The programs are copied there as well when this project lies in a closed folder. */
async function withoutBinaries(home: string): Promise<string[]> {
  return (await readdir(home)).filter((name) => name !== 'binaries');
}

describe('an embedded Postgres', () => {
  it('serves from nothing, and finds everything again after a stop', async () => {
    const first = await start();
    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start();
    expect(await query(second.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('writes to disk before it says so, and listens to this machine only', async () => {
    const { databaseUrl } = await start();
    expect(
      await query(
        databaseUrl,
        `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
           current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`,
      ),
    ).toEqual([{ fsync: 'on', commit: 'on', addresses: '127.0.0.1', sockets: '' }]);
  });

  it('admits only with the password, which nobody else may read', async () => {
    const { databaseUrl, home } = await start();
    const wrong = new URL(databaseUrl);
    wrong.password = 'wrong';
    expect(await failureOf(query(wrong.toString(), 'SELECT 1'))).toMatch(/password authentication failed/);
    expect((await stat(join(home, 'data', 'keyledger.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });

  it('is gone when stop has returned, also when stopped twice or with sessions open', async () => {
    const postgres = await start();
    const session = query(postgres.databaseUrl, 'SELECT pg_sleep(60)');
    const pid = await serverPid();
    await Promise.all([failureOf(session), postgres.stop(), postgres.stop()]);
    expect(await processRuns(pid)).toBe(false);
  });

  it('tells when the server ends and nobody has asked for it', async () => {
    const told = new Promise<string>((resolve, reject) => {
      startEmbeddedPostgres({ directory, onUnexpectedExit: (error) => resolve(error.message) }).then(
        async () => process.kill(await serverPid(), 'SIGQUIT'),
        reject,
      );
    });
    expect(await told).toMatch(/ended unexpectedly/);
  });

  it('keeps the log of this start and of the one before', async () => {
    await (await start()).stop();
    await (await start()).stop();
    await (await start()).stop();
    const logs = (await readdir(directory)).filter((name) => name.startsWith('postgres.log')).sort();
    expect(logs).toEqual(['postgres.log', 'postgres.log.1']);
  });
});

describe('of two instances on one directory', () => {
  it('the second is refused with one line and the first goes on', async () => {
    const { databaseUrl } = await start();
    const failure = await failureOf(otherInstance().ready);
    expect(failure).toMatch(/^The data directory .* is in use by another instance; .*$/);
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('one serves and the other is refused when they start together on nothing', async () => {
    const instances = [otherInstance(), otherInstance()];
    const outcomes = await Promise.all(
      instances.map(({ ready }) => ready.then(() => 'serves').catch((error: unknown) => String(error))),
    );
    expect(outcomes.filter((outcome) => outcome === 'serves')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.includes('is in use by another instance'))).toHaveLength(1);
    expect(await withoutBinaries(join(directory, 'postgres'))).toEqual(['data']);
  });
});

describe('after a death', () => {
  it('by SIGKILL, the server that was left is stopped and nothing acknowledged is lost', async () => {
    const killed = otherInstance();
    const { databaseUrl } = await killed.ready;
    await query(databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const orphan = await serverPid();
    await killed.stop('SIGKILL');
    expect(await processRuns(orphan)).toBe(true);

    const next = otherInstance();
    const { databaseUrl: nextUrl } = await next.ready;
    expect(await query(nextUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(next.told).toEqual(['Stopping the database of an instance that has died.']);
    expect(await processRuns(orphan)).toBe(false);
  });

  it('of instance and server, it starts again', async () => {
    const killed = otherInstance();
    const { databaseUrl } = await killed.ready;
    await query(databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const pid = await serverPid();
    await killed.stop('SIGKILL');
    process.kill(pid, 'SIGKILL');

    const next = await start();
    expect(await query(next.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('a pid in its file that has gone to another process of the same account is no server', async () => {
    const postgres = await start();
    await postgres.stop();
    const data = join(postgres.home, 'data');
    const { uid, gid } = await stat(data);
    const account = process.getuid?.() === 0 ? { uid, gid } : null;
    const unrelated = spawn('sleep', ['600'], { ...spawnIdentity(account), stdio: 'ignore' });
    await once(unrelated, 'spawn');
    stops.push(async () => void unrelated.kill());
    const file = join(data, 'postmaster.pid');
    await writeFile(file, `${unrelated.pid ?? 0}\n${data}\n0\n5432\n\n127.0.0.1\n  1  1\nready   \n`);
    await chown(file, uid, gid);

    const { databaseUrl } = await start();
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('in the middle of making the database, it is made anew', async () => {
    const unfinished = join(directory, 'postgres', 'initialising-0123456789ab');
    await mkdir(join(unfinished, 'data', 'base'), { recursive: true });
    const { databaseUrl, home } = await start();
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await withoutBinaries(home)).toEqual(['data']);
  });
});

describe('what cannot work is one line:', () => {
  const startFailure = (): Promise<string> => failureOf(start());

  it('a file where the directory should be', async () => {
    await writeFile(join(directory, 'postgres'), '');
    expect(await startFailure()).toMatch(/^The data directory .*$/);
  });

  it('a file above it', async () => {
    await writeFile(join(directory, 'file'), '');
    const start = startEmbeddedPostgres({ directory: join(directory, 'file', 'below') });
    expect(await failureOf(start)).toMatch(/^Cannot create the data directory .*not a directory\.$/);
  });

  it('data of another major version', async () => {
    await (await start()).stop();
    await writeFile(join(directory, 'postgres', 'data', 'PG_VERSION'), '12\n');
    expect(await startFailure()).toMatch(/^The database in .* was made by PostgreSQL 12 and this is .*$/);
  });

  it('damaged data', async () => {
    await (await start()).stop();
    await rm(join(directory, 'postgres', 'data', 'global'), { recursive: true });
    expect(await startFailure()).toMatch(/^The database did not start: .* See .*postgres\.log\.$/);
    expect(await readFile(join(directory, 'postgres.log'), 'utf8')).not.toBe('');
  });

  it('a lost password', async () => {
    await (await start()).stop();
    await rm(join(directory, 'postgres', 'data', 'keyledger.password'));
    expect(await startFailure()).toMatch(/^Cannot read the database's password .* does not exist\.$/);
  });
});
