import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectedOutput, collectOutput } from './collect-output.js';
import { waitFor } from './wait-for.js';

export type AppName = 'all-in-one' | 'command-api' | 'projector' | 'verifier' | 'auditor';

export interface AppOptions {
  readonly app: AppName;
  /** On top of a free port. Nothing else of the test's environment but PATH reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Root may run it under another account (uid, and gid of the same number). */
  readonly account?: number | undefined;
  /** In a process group of its own, as a terminal's foreground job is. */
  readonly ownGroup?: boolean;
}

export interface AppProcess {
  readonly process: ChildProcess;
  readonly output: CollectedOutput;
  /** Resolves with the exit code when it has ended and all its output has been read; null: by a signal. */
  readonly exited: Promise<number | null>;
  /** Stops it in order (SIGTERM) and resolves with its exit code. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | null>;
  /** SIGKILL: it gets no chance to do anything. */
  kill(): Promise<void>;
}

export interface SpawnedApp extends AppProcess {
  /** `http://127.0.0.1:41234` */
  readonly baseUrl: string;
}

const startTimeoutMs = 60_000;
/** A verifier on a busy machine rightly refuses questions, in the middle of a test of something else. */
const patient = { SHED_LAG_MS: '60000' };

/** Spawns a built app (`npm run build`) without waiting for anything. */
export function spawnAppProcess({ app, env = {}, account, ownGroup = false }: AppOptions): AppProcess {
  const main = join(process.cwd(), 'dist', 'apps', app, 'src', 'main.js');
  if (!existsSync(main)) throw new Error('Build first: npm run build.');
  const child = spawn(process.execPath, [main], {
    ...(account === undefined ? {} : { uid: account, gid: account }),
    env: { PATH: process.env['PATH'], PORT: '0', ...patient, ...env },
    detached: ownGroup,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    output,
    exited,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Resolves with what the app said of its address, `address` being the first group; rejects, app and all, if it never does. */
export async function addressOf(app: AppProcess, address: RegExp): Promise<string> {
  let ended = false;
  void app.exited.then(() => (ended = true));
  const said = await waitFor(() => ended || address.exec(app.output.text()), {
    timeoutMs: startTimeoutMs,
    what: 'the app to say where it listens',
  }).catch(() => true as const);
  const baseUrl = said === true ? undefined : said[1];
  if (baseUrl !== undefined) return baseUrl;
  await app.kill();
  throw new Error(`The app did not start:\n${app.output.text()}`);
}

/** Spawns one app as a process of its own and resolves when it is ready; rejects with its output when it is not to be. */
export async function spawnApp(options: AppOptions): Promise<SpawnedApp> {
  const app = spawnAppProcess({ ...options, env: { LOG_LEVEL: 'info', ...options.env } });
  const baseUrl = await addressOf(app, /"address":"(http:[^"]+)"[^\n]*"msg":"listening"/);
  await waitFor(async () => (await fetch(`${baseUrl}/readyz`)).ok, {
    timeoutMs: startTimeoutMs,
    what: `the ${options.app} to be ready`,
  });
  return { ...app, baseUrl };
}
