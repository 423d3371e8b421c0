import {
  type AppOptions,
  type AppProcess,
  type SpawnedApp,
  addressOf,
  spawnAppProcess,
} from './spawn-app.js';

export interface ProductOptions extends Omit<AppOptions, 'app'> {
  /** Its KEYLEDGER_DATA_DIR; unused when `env` has a DATABASE_URL. */
  readonly directory: string;
}

/** After a SIGKILL, its database server lives on until the next start. */
export type ProductProcess = AppProcess;

export interface Product extends SpawnedApp {
  /** Shown at the first start only. */
  readonly rootKey: string | null;
}

/** Spawns the built product (`npm run build`), with quiet logs, without waiting for anything. */
export function spawnProductProcess({ directory, env, ...options }: ProductOptions): ProductProcess {
  return spawnAppProcess({
    ...options,
    app: 'all-in-one',
    env: { LOG_LEVEL: 'warn', KEYLEDGER_DATA_DIR: directory, ...env },
  });
}

/** Spawns the built product and resolves when it is ready; rejects with its output when it is not to be. */
export async function spawnProduct(options: ProductOptions): Promise<Product> {
  const product = spawnProductProcess(options);
  const baseUrl = await addressOf(product, /ready on (http:\S+)/);
  const rootKey = / ROOT=(kl_\w+)/.exec(product.output.text())?.[1] ?? null;
  return { ...product, baseUrl, rootKey };
}
