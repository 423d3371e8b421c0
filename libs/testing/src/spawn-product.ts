import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectedOutput, collectOutput } from './collect-output.js';
import { waitFor } from './wait-for.js';

export interface ProductOptions {
  /** Its KEYLEDGER_DATA_DIR; unused when `env` has a DATABASE_URL. */
  readonly directory: string;
  /** On top of a free port and quiet logs. Nothing else of the test's environment but PATH reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Root may run it under another account (uid, and gid of the same number). */
  readonly account?: number | undefined;
  /** In a process group of its own, as a terminal's foreground job is. */
  readonly ownGroup?: boolean;
}

export interface ProductProcess {
  readonly process: ChildProcess;
  readonly output: CollectedOutput;
  /** Resolves with the exit code when it has ended and all its output has been read; null: by a signal. */
  readonly exited: Promise<number | null>;
  /** Stops it in order (SIGTERM) and resolves with its exit code. */
  stop(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | null>;
  /** SIGKILL: it gets no chance to do anything. Its database server lives on until the next start. */
  kill(): Promise<void>;
}

export interface Product extends ProductProcess {
  /** `http://127.0.0.1:41234` */
  readonly baseUrl: string;
  /** Shown at the first start only. */
  readonly rootKey: string | null;
}

const startTimeoutMs = 60_000;

/** Spawns the built product (`npm run build`) without waiting for anything. */
export function spawnProductProcess({
  directory,
  env = {},
  account,
  ownGroup = false,
}: ProductOptions): ProductProcess {
  const main = join(process.cwd(), 'dist', 'apps', 'all-in-one', 'src', 'main.js');
  if (!existsSync(main)) throw new Error('Build first: npm run build.');
  const child = spawn(process.execPath, [main], {
    ...(account === undefined ? {} : { uid: account, gid: account }),
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'warn',
      KEYLEDGER_DATA_DIR: directory,
      ...env,
    },
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

/** Spawns the built product and resolves when it is ready; rejects with its output when it is not to be. */
export async function spawnProduct(options: ProductOptions): Promise<Product> {
  const product = spawnProductProcess(options);
  let ended = false;
  void product.exited.then(() => (ended = true));
  const ready = await waitFor(() => ended || /ready on (http:\S+)/.exec(product.output.text()), {
    timeoutMs: startTimeoutMs,
    what: 'the product to be ready',
  }).catch(() => true as const);
  const baseUrl = ready === true ? undefined : ready[1];
  if (baseUrl === undefined) {
    await product.kill();
    throw new Error(`The product did not start:\n${product.output.text()}`);
  }
  const rootKey = / ROOT=(kl_\w+)/.exec(product.output.text())?.[1] ?? null;
  return { ...product, baseUrl, rootKey };
}
