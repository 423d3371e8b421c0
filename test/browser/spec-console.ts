import { rm } from 'node:fs/promises';
import type { KeyCreatedAnswer } from '@keyledger/contracts';
import { type Product, launchBrowser, makeProductDirectory, spawnProduct } from '@keyledger/testing';
import type { Browser } from 'playwright-core';
import { type Api, apiOf } from '../e2e/api.js';
import { type WatchedPage, signInOn, watchedPage } from './watched-page.js';

/** The product as it is shipped, and a browser that shows its page. */
export interface SpecConsole {
  readonly product: Product;
  readonly browser: Browser;
  /** The same product as the root key's holder sees it. */
  readonly admin: Api;
  /** A browser of its own, signed in with the key, at a path. */
  signedIn(key: string, path: string): Promise<WatchedPage>;
  stop(): Promise<void>;
}

export async function startConsole(env: Readonly<Record<string, string>> = {}): Promise<SpecConsole> {
  const directory = await makeProductDirectory();
  const product = await spawnProduct({ directory, env: { PORT: '0', ...env } });
  const browser = await launchBrowser();
  return {
    product,
    browser,
    admin: apiOf(product.baseUrl, product.rootKey ?? ''),
    signedIn: async (key, path) => {
      const watched = await watchedPage(browser);
      await watched.page.goto(`${product.baseUrl}${path}`);
      await signInOn(watched.page, key);
      return watched;
    },
    stop: async () => {
      await browser.close();
      await product.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The value of a new admin key that may do what the scope says and no more. */
export async function adminKeyWith(admin: Api, scope: string): Promise<string> {
  const wishes = { name: `For ${scope}`, scopes: [scope] };
  return (await admin.post<KeyCreatedAnswer>('/v1/accounts/system/keys', wishes)).body.value;
}
