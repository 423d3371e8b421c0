import { rm } from 'node:fs/promises';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import { createPool, startEmbeddedPostgres } from '@keyledger/platform';
import { type Product, makeProductDirectory, spawnProduct } from '@keyledger/testing';
import type { Deployment, Stores } from './deployment.js';

/** What `npm start` starts: one process on a Postgres of its own. */
export async function startAllInOne(env: Readonly<Record<string, string>>): Promise<Deployment> {
  const directory = await makeProductDirectory();
  const products: Product[] = [];
  const start = async () => {
    const product = await spawnProduct({ directory, env });
    products.unshift(product);
    return product;
  };
  const { rootKey } = await start();
  if (rootKey === null) throw new Error('The first start showed no root key.');
  const running = (): Product => {
    const [product] = products;
    if (product === undefined) throw new Error('It has not been started.');
    return product;
  };
  return {
    rootKey,
    countsPositions: true,
    get apiUrl() {
      return running().baseUrl;
    },
    get verifierUrls() {
      return [running().baseUrl];
    },
    written: () => products.map(({ output }) => output.text()).join(''),
    crash: () => running().kill(),
    restart: async () => {
      await start();
    },
    stop: async () => [await running().stop()],
    openStores: () => openStores(directory),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function openStores(directory: string): Promise<Stores> {
  const postgres = await startEmbeddedPostgres({ directory });
  const pool = createPool(postgres.databaseUrl, { applicationName: 'e2e' });
  const log = await openPostgresEventLog({ databaseUrl: postgres.databaseUrl });
  const close = async () => {
    await log.close();
    await pool.end();
    await postgres.stop();
  };
  return { log, pool, close };
}
