import { stat } from 'node:fs/promises';
import { type Account, runProgram } from './run-program.js';

const programTimeoutMs = 10_000;
const ownAccountName = 'keyledger';

/**
 * The account that the database must run under: null for our own. PostgreSQL refuses to run as root, so root hands it
 * to whoever owns the existing data, else to `postgres`, else to a system account `keyledger` made for it, else
 * (where no account can be made) to `nobody`.
 */
export async function databaseAccount(home: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  return (
    (await ownerOf(home)) ??
    (await accountNamed('postgres')) ??
    (await accountNamed(ownAccountName)) ??
    (await createAccount()) ??
    (await accountNamed('nobody')) ?? { uid: 65_534, gid: 65_534 }
  );
}

async function ownerOf(path: string): Promise<Account | null> {
  const owner = await stat(path).catch(() => null);
  return owner === null || owner.uid === 0 ? null : { uid: owner.uid, gid: owner.gid };
}

/** Asks `id` and not /etc/passwd, since accounts may come from a directory service. */
async function accountNamed(name: string): Promise<Account | null> {
  const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
  return uid === null || gid === null || uid === 0 ? null : { uid, gid };
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number | null> {
  const result = await runProgram('id', [flag, name], { account: null, timeoutMs: programTimeoutMs }).catch(
    () => null,
  );
  return result?.exitCode === 0 ? Number.parseInt(result.output, 10) : null;
}

async function createAccount(): Promise<Account | null> {
  const args = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', ownAccountName];
  await runProgram('useradd', args, { account: null, timeoutMs: programTimeoutMs }).catch(() => null);
  return accountNamed(ownAccountName);
}
