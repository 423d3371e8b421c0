import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './embedded-postgres-error.js';
import { runProgram } from './run-program.js';

/** What a running server says about itself in `postmaster.pid` (PostgreSQL, "Database File Layout"). */
export interface Postmaster {
  readonly pid: number;
  /** Null until it listens. */
  readonly port: number | null;
  readonly ready: boolean;
}

const fileName = 'postmaster.pid';
const pidLine = 0;
const portLine = 3;
const statusLine = 7;
const programTimeoutMs = 5_000;

/** A backend (`postgres: checkpointer`) or another program that has come by the pid does not look like this. */
const serverCommand = /postgres(\.exe)?"? .*-D /;

export async function readPostmasterFile(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, fileName), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number.parseInt(lines[pidLine] ?? '', 10);
  if (!Number.isSafeInteger(pid) || pid <= 1) return null;
  const port = Number.parseInt(lines[portLine] ?? '', 10);
  return { pid, port: Number.isNaN(port) ? null : port, ready: lines[statusLine] === 'ready' };
}

/**
 * The server that runs on this data right now. A file left by a death is not enough, nor that a process has its pid:
 * pids are used again (in containers within seconds), so the process must be a PostgreSQL server. Its folder is not
 * compared, since that may have been renamed under it; who connects to its port proves the rest.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const postmaster = await readPostmasterFile(data);
  if (postmaster === null || !(await processRuns(postmaster.pid))) return null;
  const commandLine = await commandLineOf(postmaster.pid);
  return commandLine === null || serverCommand.test(commandLine) ? postmaster : null;
}

/** PostgreSQL would refuse to start when the pid in a stale file is in use by another process of its account. */
export async function removeStalePostmasterFile(data: string): Promise<void> {
  const postmaster = await readPostmasterFile(data);
  if (postmaster === null || (await findPostmaster(data)) !== null) return;
  await rm(join(data, fileName), { force: true }).catch(() => undefined);
}

/** One that has ended and that its parent has not asked about (a zombie) keeps its pid, and has no command line. */
export async function processRuns(pid: number): Promise<boolean> {
  return processExists(pid) && (await commandLineOf(pid)) !== '';
}

/** A process of another account exists too, though it may not be signalled. */
function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Null when it cannot be known. */
async function commandLineOf(pid: number): Promise<string | null> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (fromProc !== null) return fromProc.replaceAll('\0', ' ');
  if (process.platform === 'win32') return null;
  const options = { account: null, timeoutMs: programTimeoutMs };
  const result = await runProgram('ps', ['-ww', '-o', 'args=', '-p', String(pid)], options).catch(() => null);
  return result?.exitCode === 0 ? result.output : null;
}
