import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { Account } from './run-program.js';

/** For specs: an instance in a process of its own. */
export interface Instance {
  readonly process: ChildProcess;
  /** Resolves when it serves, with what it says; rejects with its one line when it cannot start. */
  readonly ready: Promise<{ readonly databaseUrl: string; readonly home: string }>;
  /** What it has told in the meantime. */
  readonly told: readonly string[];
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface InstanceOptions {
  readonly account?: Account;
  readonly fixture?: string;
}

interface Line {
  readonly told?: string;
  readonly failed?: string;
  readonly ready?: { readonly databaseUrl: string; readonly home: string };
}

export const fixturePath = new URL('spec-instance-process.mjs', import.meta.url).pathname;

export function startInstance(directory: string, { account, fixture }: InstanceOptions = {}): Instance {
  const child = spawn(process.execPath, [fixture ?? fixturePath, directory], {
    ...(account ?? {}),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: string[] = [];
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<NonNullable<Line['ready']>>((resolve, reject) => {
    createInterface(child.stdout).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (line.told !== undefined) told.push(line.told);
      if (line.ready !== undefined) resolve(line.ready);
      if (line.failed !== undefined) reject(new Error(line.failed));
    });
    void exited.then(() => reject(new Error('It ended without a word.')));
  });
  ready.catch(() => undefined);
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return { process: child, ready, told, stop };
}

/** The text of the error that `promise` rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'It did not fail.',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

export async function query(databaseUrl: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
