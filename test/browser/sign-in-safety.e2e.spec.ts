import { rm } from 'node:fs/promises';
import { type Product, launchBrowser, makeProductDirectory, spawnProduct } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';

describeInBrowser('a browser that an admin signs in on', () => {
  let directory: string;
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    directory = await makeProductDirectory();
    product = await spawnProduct({ directory, env: { PORT: '0' } });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const rootKey = () => product.rootKey ?? '';
  const session = (page: Page, init: { method?: string; headers?: Record<string, string>; body?: string }) =>
    page.evaluate(async (given) => {
      const answer = await fetch('/v1/session', given);
      return { status: answer.status, body: await answer.text() };
    }, init);
  const signIn = (page: Page) =>
    session(page, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: rootKey() }),
    });

  it('shows the page without an error, and without anything that its policy forbids', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(product.baseUrl, { waitUntil: 'networkidle' });
    expect(await page.title()).toContain('Keyledger');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('keeps its session from scripts, and the key from everything', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(product.baseUrl);
    expect((await signIn(page)).status).toBe(201);
    await page.reload({ waitUntil: 'networkidle' });
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', expires: -1 });
    expect(await page.evaluate('document.cookie')).toBe('');
    const kept = JSON.stringify(await context.storageState({ indexedDB: true })) + (await page.content());
    expect(kept).not.toContain(rootKey());
    expect(page.url()).not.toContain(rootKey());
    await context.close();
  });

  it('writes for our page alone: a page of another origin has no session, and nothing it sends is taken', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(product.baseUrl);
    await signIn(page);
    // The same machine by another name is another site.
    const other = product.baseUrl.replace('127.0.0.1', 'localhost');
    const foreign = await context.newPage();
    await foreign.goto(`${other}/v1/unknown`);
    const sent = await foreign.evaluate(async (url) => {
      const attempt = await fetch(`${url}/v1/session`, {
        method: 'DELETE',
        mode: 'cors',
        credentials: 'include',
      }).catch(() => null);
      return attempt?.status ?? 'blocked';
    }, product.baseUrl);
    expect(sent).toBe('blocked');
    expect((await session(page, {})).body).toContain('"signedIn":true');
    await context.close();
  });

  it('has no say at the verifiers, which ask for a key', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(product.baseUrl);
    const { csrfToken } = JSON.parse((await signIn(page)).body) as { csrfToken: string };
    const status = await page.evaluate(async (token) => {
      const headers = { 'content-type': 'application/json', 'x-csrf-token': token };
      const body = JSON.stringify({ key: 'kl_live_x' });
      return (await fetch('/v1/verify', { method: 'POST', headers, body })).status;
    }, csrfToken);
    expect(status).toBe(401);
    await context.close();
  });
});
