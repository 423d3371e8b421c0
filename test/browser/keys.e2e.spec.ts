import { rm } from 'node:fs/promises';
import { type Product, launchBrowser, makeProductDirectory, spawnProduct } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';
import { type WatchedPage, lookAt, watchedPage } from './watched-page.js';

describeInBrowser('the console, from the first start to a revoked and confirmed key (XN-13)', () => {
  let directory: string;
  let product: Product;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    directory = await makeProductDirectory();
    product = await spawnProduct({ directory, env: { PORT: '0' } });
    browser = await launchBrowser();
    watched = await watchedPage(browser);
  });

  afterAll(async () => {
    await browser.close();
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('signs an admin in with the root key of the first start', async () => {
    const { page } = watched;
    await page.goto(product.baseUrl);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await lookAt(page, 'sign-in');
    await page.getByLabel('Admin key').fill(product.rootKey ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    await lookAt(page, 'accounts');
  });

  it('opens an account, whose short name it proposes', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'New account' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: false }).first().fill('Acme Télécom');
    expect(await dialog.getByLabel('Short name').inputValue()).toBe('acme-telecom');
    await lookAt(page, 'open-account');
    await dialog.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('No keys yet').waitFor();
    await lookAt(page, 'keys-empty');
  });
});
