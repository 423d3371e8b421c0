import { spawn } from 'node:child_process';

/** An account of the operating system, by number. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly output: string;
}

export interface ProgramOptions {
  /** The account it runs under; null: ours. */
  readonly account: Account | null;
  readonly timeoutMs: number;
}

const outputBytesMax = 64 * 1024;

/** Runs a program to its end and keeps the tail of what it wrote. Rejects only when it cannot be executed at all. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { account, timeoutMs }: ProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...spawnIdentity(account),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputBytesMax);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/**
 * The working directory is one that every account may enter, messages are in English since they are parsed, and the
 * PG* variables of whoever starts us (PGDATA, PGPORT, …) do not leak into a database that is ours alone.
 */
export function spawnIdentity(account: Account | null): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
} {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    cwd: process.platform === 'win32' ? process.cwd() : '/',
    env: { ...Object.fromEntries(inherited), LC_ALL: 'C', TZ: 'UTC' },
  };
}
