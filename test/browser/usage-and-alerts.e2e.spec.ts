import { rm } from 'node:fs/promises';
import type { AlertPageAnswer, FailedRequestsAnswer, KeyAnswer } from '@keyledger/contracts';
import { type Product, launchBrowser, makeProductDirectory, spawnProduct, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';
import { countsOf, sumOf, totalsOf } from './shown-numbers.js';
import { type UsedAccount, openUsedAccount, slug } from './used-account.js';
import { type WatchedPage, complaintsOf, lookAt, signInOn, watchedPage } from './watched-page.js';

describeInBrowser('the console, on an account whose keys are used', () => {
  let directory: string;
  let product: Product;
  let browser: Browser;
  let watched: WatchedPage;
  let account: UsedAccount;

  beforeAll(async () => {
    directory = await makeProductDirectory();
    product = await spawnProduct({ directory, env: { PORT: '0' } });
    account = await openUsedAccount(product.baseUrl, product.rootKey ?? '');
    browser = await launchBrowser();
    watched = await watchedPage(browser);
    await watched.page.goto(product.baseUrl);
    await signInOn(watched.page, product.rootKey ?? '');
    await watched.page.getByRole('heading', { name: 'Keys', level: 1 }).waitFor();
  });

  afterAll(async () => {
    await browser.close();
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const open = async (path: string, heading: string) => {
    await watched.page.goto(`${product.baseUrl}/accounts/${slug}/${path}`);
    await watched.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  };
  const section = (name: string) => watched.page.getByRole('region', { name, exact: true });

  it('shows how the account is used, in the numbers of the API', async () => {
    const { page } = watched;
    await open('usage', 'Use');
    await page.locator('.recharts-bar').first().waitFor();
    const { accepted, refused, operations, topKeys, networks, refusals } = await account.usage();
    expect(await totalsOf(section('Requests over time'))).toEqual([accepted + refused, accepted, refused]);
    const shown = async (name: string) => countsOf(section(name).getByRole('table'));
    expect(await shown('Operations')).toEqual(operations.map((one) => [one.accepted, one.refused]));
    expect(await shown('Keys used most')).toEqual(topKeys.map((one) => [one.accepted, one.refused]));
    expect(await shown('Networks')).toEqual(networks.map((one) => [one.accepted, one.refused]));
    expect(await shown('Refusals')).toEqual(refusals.map(({ count }) => [count]));
    await lookAt(page, 'usage');
  });

  it('has a table of what the chart shows, which adds up to the same', async () => {
    const { page } = watched;
    for (const range of ['1 h', '90 d', '24 h']) {
      await page.getByText(range, { exact: true }).click();
      await page.getByText(/^The same numbers/).click();
      const table = page.getByRole('table', { name: 'Requests by outcome, over time' });
      const { accepted, refused } = await account.usage();
      await waitFor(async () => sumOf(await countsOf(table)) === accepted + refused, { what: range });
      await page.getByText(/^The same numbers/).click();
    }
    await page.getByRole('radiogroup', { name: 'Told apart by' }).getByText('Operation').click();
    await page.getByText(/^The same numbers/).click();
    const table = page.getByRole('table', { name: 'Requests by operation, over time' });
    const { accepted, refused } = await account.usage();
    await waitFor(async () => sumOf(await countsOf(table)) === accepted + refused, { what: 'operations' });
  });

  it('shows who still comes with a key that was revoked', async () => {
    const { body } = await account.admin.get<FailedRequestsAnswer>(`/v1/accounts/${slug}/failed-requests`);
    const rows = section('Requests with ended keys').getByRole('row');
    expect(await rows.count()).toBe(body.items.length + 1);
    expect(await rows.nth(1).innerText()).toMatch(/Partner feed\s+Key revoked\s+192\.0\.2\.0\/24/);
  });

  it('shows requests as they come', async () => {
    await section('Live').getByText('following').waitFor();
    await account.warehouse.ask('stock:Read', '203.0.113.99');
    const row = section('Live').getByRole('row').filter({ hasText: '203.0.113' });
    await row.first().waitFor();
    // What a name has in it is text.
    expect(await row.first().innerText()).toContain('<b>sync</b>');
    await lookAt(watched.page, 'usage-live');
  });

  it('tells the requests of one key apart by outcome, operation and network, and shows them one by one', async () => {
    const { page } = watched;
    await open(`keys/${account.billing.id}`, 'Billing export');
    await page.getByRole('tab', { name: 'Use' }).click();
    await page.locator('.recharts-bar').first().waitFor();
    expect(await totalsOf(section('Requests over time'))).toEqual([50, 43, 7]);
    await lookAt(page, 'key-use');
    await page.getByText('Network', { exact: true }).click();
    const counts = section('Networks').getByRole('table');
    await waitFor(async () => (await counts.count()) === 1 && (await countsOf(counts)).length === 2);
    expect(await countsOf(counts)).toEqual([
      [31, 7],
      [12, 0],
    ]);
    await page.getByRole('tab', { name: 'Activity' }).click();
    const requests = page.getByRole('table', { name: 'Last requests' });
    await requests.waitFor();
    expect(await requests.getByRole('row').count()).toBe(51);
    await lookAt(page, 'key-activity');
  });

  it('says what was seen in words, and how many alerts nobody looks at yet', async () => {
    const { page } = watched;
    await waitFor(async () => (await alertsOf('status=open')).length === 2, { what: 'two alerts' });
    await open('alerts', 'Alerts');
    const inbox = page.getByRole('table', { name: 'Alerts' });
    const [probing] = await alertsOf('rule=scope-probing');
    const seen = String(probing?.evidence['differentOperations']);
    await inbox.getByText(`${seen} different operations, new to this key, were refused`).waitFor();
    await inbox.getByText('with a key that was revoked on').waitFor();
    await page.getByRole('link', { name: 'Alerts 2 open' }).waitFor();
    await lookAt(page, 'alerts');
  });

  it('shows an auditor all of it without a button, and the server takes nothing from one', async () => {
    const auditor = await watchedPage(browser);
    const { page } = auditor;
    await page.goto(`${product.baseUrl}/accounts/${slug}/alerts`);
    await signInOn(page, account.auditorKey);
    await page.getByRole('table', { name: 'Alerts' }).getByRole('row').nth(2).waitFor();
    expect(await page.getByRole('button', { name: /^Actions/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Tries what it may not do' }).click();
    await page.getByRole('heading', { name: 'Last requests with the key' }).waitFor();
    expect(await page.getByRole('button', { name: /Acknowledge|Resolve|Mute|Disable|Revoke/ }).count()).toBe(
      0,
    );
    const [, id = ''] = /alerts\/([^/]+)$/.exec(page.url()) ?? [];
    for (const path of [`alerts/${id}/acknowledge`, `alerts/${id}/resolve`, 'alert-mutes']) {
      expect([path, await postFrom(page, `/v1/accounts/${slug}/${path}`)]).toEqual([path, 403]);
    }
    await page.getByRole('link', { name: 'Use' }).click();
    await page.locator('.recharts-bar').first().waitFor();
    expect(complaintsOf(auditor, [/acknowledge|resolve|alert-mutes/])).toEqual([]);
    await auditor.context.close();
  });

  it('says in words why there are no numbers, and has them when asked again', async () => {
    const away = await watchedPage(browser);
    const { page } = away;
    const problem = { code: 'DATABASE_UNAVAILABLE', title: 'Service Unavailable', detail: 'Out of reach.' };
    const answer = { status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) };
    const usageOfAcme = /\/v1\/accounts\/acme\/usage/;
    await page.route(usageOfAcme, (route) => route.fulfill(answer));
    await page.goto(`${product.baseUrl}/accounts/${slug}/usage`);
    await signInOn(page, account.auditorKey);
    await page.getByText('DATABASE_UNAVAILABLE').waitFor();
    await lookAt(page, 'usage-error');
    // The page asks by itself now and then, and must not have been answered before it is told to ask.
    const held: Route[] = [];
    let isTold = false;
    await page.route(usageOfAcme, (route) => (isTold ? route.continue() : void held.push(route)));
    await page.getByRole('button', { name: 'Try again' }).click();
    isTold = true;
    for (const route of held) await route.continue();
    await page.locator('.recharts-bar').first().waitFor();
    await away.context.close();
  });

  it('takes an alert on and resolves it, with what there is to say', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Ended key still used' }).click();
    await page.getByRole('heading', { name: 'Ended key still used' }).waitFor();
    await lookAt(page, 'alert');
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('dialog').getByLabel('Comment').fill('Asking the partner');
    await lookAt(page, 'alert-acknowledge');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).dblclick();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await section('What is done about it').getByText('Asking the partner').waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('dialog').getByLabel('Comment').fill('They have a new key');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await section('What is done about it').getByText('They have a new key').waitFor();
    expect(await alertsOf('status=resolved')).toMatchObject([
      { rule: 'ended-key-used', comment: 'They have a new key' },
    ]);
    await page.getByRole('link', { name: 'Alerts 1 open' }).waitFor();
  });

  it('mutes a rule for a key, and ends the mute', async () => {
    const { page } = watched;
    await open('alerts', 'Alerts');
    await page.getByRole('button', { name: 'Actions: Tries what it may not do' }).click();
    await page.getByRole('menuitem', { name: 'Mute' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('A new release tries more');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await lookAt(page, 'alert-mute');
    await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click();
    await section('Muted').getByText('A new release tries more').waitFor();
    await lookAt(page, 'alerts-muted');
    await section('Muted').getByRole('button', { name: 'End mute' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End mute' }).click();
    await section('Muted').waitFor({ state: 'detached' });
  });

  it('disables the key of an alert, and shows each verifier confirming', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Actions: Tries what it may not do' }).click();
    await page.getByRole('menuitem', { name: 'Disable key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('table', { name: 'Verifiers' }).getByText('ms').first().waitFor();
    const key = async () => (await account.admin.get<KeyAnswer>(`/v1/keys/${account.billing.id}`)).body;
    await waitFor(async () => (await key()).status === 'disabled', { what: 'a disabled key in its answer' });
    await open(`keys/${account.billing.id}?tab=alerts`, 'Billing export');
    await page.getByRole('table', { name: 'Alerts' }).getByText('Tries what it may not do').waitFor();
  });

  it('says the same in Italian', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await page.getByRole('button', { name: 'Lingua' }).waitFor();
    await open('usage', 'Utilizzo');
    await page.locator('.recharts-bar').first().waitFor();
    await lookAt(page, 'usage-italian');
    await open('alerts?status=all', 'Avvisi');
    await page.getByText('operazioni diverse').waitFor();
    await lookAt(page, 'alerts-italian');
    await page.getByRole('button', { name: 'Lingua' }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Language' }).waitFor();
  });

  it('says what would be there where there is nothing yet', async () => {
    const { page } = watched;
    await account.admin.post('/v1/accounts', { slug: 'globex', name: 'Globex' });
    await page.goto(`${product.baseUrl}/accounts/globex/usage?range=90d`);
    await page.getByText('No requests in this time').waitFor();
    await lookAt(page, 'usage-empty');
    await page.getByRole('link', { name: 'Alerts' }).click();
    await page.getByText('No open alerts').waitFor();
    await lookAt(page, 'alerts-empty');
  });

  it('complains of nothing on the way', () => {
    expect(complaintsOf(watched)).toEqual([]);
  });

  async function alertsOf(filters: string): Promise<AlertPageAnswer['items']> {
    const { body } = await account.admin.get<AlertPageAnswer>(`/v1/accounts/${slug}/alerts?${filters}`);
    return body.items;
  }
});

/** What the server answers to a write of the page's session. */
async function postFrom(page: Page, path: string): Promise<number> {
  return page.evaluate(async (to) => {
    const session = (await (await fetch('/v1/session')).json()) as { readonly csrfToken: string };
    const headers = { 'content-type': 'application/json', 'x-csrf-token': session.csrfToken };
    return (await fetch(to, { method: 'POST', headers, body: '{}' })).status;
  }, path);
}
