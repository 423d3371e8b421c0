import { rm } from 'node:fs/promises';
import { type Product, launchBrowser, makeProductDirectory, spawnProduct } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';
import { type WatchedPage, complaintsOf, lookAt, signInOn, watchedPage } from './watched-page.js';

const keyName = 'CRM integration, read only';

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
    await signInOn(page, product.rootKey ?? '');
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

  it('creates a key, and says while it is filled in what is unwise (WX-12) and what is wrong', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'New key' }).first().click();
    await page.getByRole('heading', { name: 'New key' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Key1');
    await page.getByText('The name says little').waitFor();
    await page.getByRole('combobox', { name: 'Scopes' }).fill('orders:read');
    await page.keyboard.press('Enter');
    await page.getByRole('switch', { name: 'IP authorization' }).click();
    await page.getByLabel('Addresses and ranges').fill('10.1.2.3/8\nnowhere');
    await page.getByText('Neither an address nor a range: nowhere').waitFor();
    expect(await page.getByRole('button', { name: 'Create key' }).isDisabled()).toBe(true);
    await lookAt(page, 'create-wrong');
    await page.getByLabel('Addresses and ranges').fill('10.1.2.3/8');
    await page.getByRole('textbox', { name: 'Name' }).fill(keyName);
  });

  it('keeps the form of somebody whose session ends in the middle of it', async () => {
    const { page, context } = watched;
    await context.clearCookies();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Your session has ended').waitFor();
    await lookAt(page, 'session-ended');
    await signInOn(page, product.rootKey ?? '');
    await page.getByTestId('key-value').waitFor();
  });

  it('shows the value once: to be copied, and nowhere else', async () => {
    const { page, context } = watched;
    const value = await page.getByTestId('key-value').innerText();
    expect(value).toMatch(/^kl_live_/);
    await lookAt(page, 'value');
    await page.getByRole('button', { name: 'Copy the value' }).click();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(value);
    await page.goBack();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByLabel('I have saved the value').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: keyName }).waitFor();
    expect(JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain(value);
    await page.goBack();
    await page.getByRole('heading', { name: 'New key' }).waitFor();
    expect(await page.content()).not.toContain(value);
    await page.goForward();
    await page.getByRole('heading', { name: keyName }).waitFor();
    expect(page.url()).not.toContain(value);
    await lookAt(page, 'key');
  });

  it('finds the key by what the address bar says', async () => {
    const { page } = watched;
    const address = `${product.baseUrl}/accounts/acme-telecom/keys`;
    await page.goto(`${address}?q=CRM&status=active`);
    await page.getByRole('link', { name: keyName }).waitFor();
    expect(await page.getByRole('searchbox', { name: /Search name/ }).inputValue()).toBe('CRM');
    await lookAt(page, 'keys');
    await page.goto(`${address}?q=nobody`);
    await page.getByText('No key fits').waitFor();
    await page.getByRole('searchbox', { name: /Search name/ }).fill('CRM');
    await page.getByRole('link', { name: keyName }).click();
    await page.getByRole('heading', { name: keyName }).waitFor();
  });

  it('disables a key, by keyboard alone, and sees each verifier confirm', async () => {
    const { page } = watched;
    await page.getByRole('switch', { name: 'Enabled' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('dialog').waitFor();
    await page.getByLabel('Comment').fill('Under <b>review</b>');
    await page.getByRole('button', { name: 'Disable' }).press('Enter');
    await page.getByText('Every verifier has confirmed').waitFor();
    await page.getByRole('row', { name: /Confirmed .* ms$/ }).waitFor();
    await page.getByText('Under <b>review</b>').waitFor();
  });

  it('shows what somebody else has changed meanwhile, and goes on from there', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Change description' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Owner').fill('me@acme.example');
    const id = /key_\w+/.exec(page.url())?.[0] ?? '';
    const headers = { authorization: `Bearer ${product.rootKey ?? ''}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ tags: ['theirs'] });
    expect((await fetch(`${product.baseUrl}/v1/keys/${id}`, { method: 'PATCH', headers, body })).status).toBe(
      200,
    );
    await dialog.getByRole('button', { name: 'Save description' }).click();
    await dialog.getByRole('cell', { name: 'theirs' }).waitFor();
    await lookAt(page, 'conflict');
    await dialog.getByRole('button', { name: 'Go on from here' }).click();
    expect(await dialog.getByLabel('Owner').inputValue()).toBe('me@acme.example');
    await dialog.getByRole('button', { name: 'Save description' }).click();
    await page.getByText('me@acme.example').waitFor();
    await page.getByText('theirs').first().waitFor();
  });

  it('rotates a key and shows both side by side (XN-9)', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Make the new key' }).dblclick();
    await page.getByTestId('key-value').waitFor();
    await page.getByLabel('I have saved the value').check();
    await page.getByRole('button', { name: 'Done' }).click();
    const card = page.getByRole('region', { name: 'Rotation' });
    await card.getByText('New key').waitFor();
    expect(await card.getByRole('link', { name: new RegExp(keyName) }).count()).toBe(2);
    await lookAt(page, 'rotated');
  });

  it('revokes a key and sees each verifier confirm, with its milliseconds', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke for good' }).click();
    await page.getByText('Revoked: It has leaked').waitFor();
    await page.getByText('Every verifier has confirmed').waitFor();
    await page.getByRole('row', { name: /Confirmed .* ms$/ }).waitFor();
    await lookAt(page, 'revoked');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('It has leaked').last().waitFor();
    await lookAt(page, 'history');
  });

  it('shows an auditor the keys, and nothing that an auditor may not do', async () => {
    const headers = { authorization: `Bearer ${product.rootKey ?? ''}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Auditor of Acme', scopes: ['keyledger@acme-telecom:read'] });
    const answer = await fetch(`${product.baseUrl}/v1/accounts/system/keys`, {
      method: 'POST',
      headers,
      body,
    });
    const { value } = (await answer.json()) as { value: string };
    const auditor = await watchedPage(browser);
    const { page } = auditor;
    await page.goto(product.baseUrl);
    await signInOn(page, value);
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    expect(await page.getByRole('link', { name: 'New key' }).count()).toBe(0);
    await page.getByRole('link', { name: keyName }).first().click();
    await page.getByRole('heading', { name: keyName }).waitFor();
    await page.getByRole('tab', { name: 'History' }).waitFor();
    expect(await page.getByRole('button', { name: /Revoke|Rotate|Change/ }).count()).toBe(0);
    expect(await page.getByRole('switch').count()).toBe(0);
    expect(complaintsOf(auditor)).toEqual([]);
    await page.getByRole('button', { name: 'Your session' }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await auditor.context.close();
  });

  it('speaks Italian', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Panoramica' }).click();
    await page.getByText('Tutti i verificatori hanno confermato').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('it');
    await lookAt(page, 'italian');
  });

  it('complains of nothing but the answers that were to be a "no"', () => {
    const expected = [/401 .*\/v1\/accounts\/acme-telecom\//, /412 .*\/v1\/keys\//];
    expect(complaintsOf(watched, expected)).toEqual([]);
  });
});
