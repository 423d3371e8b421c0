import type { AccountAnswer, AlertPolicyAnswer, CatalogueAnswer } from '@keyledger/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Route } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.js';
import { type SpecConsole, adminKeyWith, startConsole } from './spec-console.js';
import { type WatchedPage, complaintsOf, lookAt } from './watched-page.js';

const yaml = `openapi: 3.1.0
info: { title: Orders, version: '1' }
paths:
  /orders:
    get: { operationId: List, tags: [orders], summary: All orders }
    post: { operationId: Create, tags: [orders], summary: Place an order }
  /health:
    get: { summary: nameless }
`;
const megabytes = 1_000_000;

/** A document of many operations that is nearly as large as one may be. */
function largeDocument(operations: number, bytes: number): string {
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, index) => [
      `/things/${index}`,
      { get: { operationId: `Get${index}`, tags: ['things'], description: '' } },
    ]),
  );
  const document = { openapi: '3.0.3', info: { title: 'x', version: '1', description: '' }, paths };
  const missing = bytes - JSON.stringify(document).length;
  return JSON.stringify({ ...document, info: { ...document.info, description: 'x'.repeat(missing) } });
}

describeInBrowser('the settings of an account in the console', () => {
  let started: SpecConsole;
  let watched: WatchedPage;
  const account = async () => (await started.admin.get<AccountAnswer>('/v1/accounts/acme')).body;

  beforeAll(async () => {
    started = await startConsole();
    const { admin, product } = started;
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme Telecom' });
    await admin.post('/v1/accounts', { slug: 'other', name: 'Other' });
    const wishes = { name: 'Order sync', scopes: ['orders:*', 'billing:read'] };
    await admin.post('/v1/accounts/acme/keys', wishes);
    watched = await started.signedIn(product.rootKey ?? '', '/accounts/acme/settings');
  });

  afterAll(() => started.stop());

  it('changes what was filled in, and nothing else', async () => {
    const { page } = watched;
    await page.getByRole('heading', { name: 'Acme Telecom' }).waitFor();
    const save = page.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    await lookAt(page, 'settings');
    await started.admin.patch('/v1/accounts/acme', { name: 'Acme, renamed meanwhile' });
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('not an address');
    await page.getByLabel('The network alone').check();
    // The browser's own check of the address is not what is tried here.
    await page.evaluate('document.querySelector("form").noValidate = true');
    await save.click();
    await page.getByText('INVALID_EMAIL').waitFor();
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ops@acme.example');
    await save.click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await account()).toMatchObject({
      name: 'Acme, renamed meanwhile',
      email: 'ops@acme.example',
      usageAddresses: 'truncated',
    });
  });

  it('switches the whole account off, and shows each verifier confirm', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Switch off' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Comment').fill('Under attack');
    await dialog.getByRole('button', { name: 'Switch off' }).dblclick();
    await page.getByText('Every verifier has confirmed').waitFor();
    await page.getByText('every key of the account is refused').waitFor();
    await lookAt(page, 'settings-switched-off');
    expect((await account()).apiAccess).toBe(false);
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('Switched on: keys').waitFor();
  });

  it('takes a catalogue from OpenAPI, after showing what that changes', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'Catalogue' }).click();
    await page.getByText('No catalogue yet').waitFor();
    await lookAt(page, 'catalogue-empty');
    await page.getByRole('button', { name: 'Take it from OpenAPI' }).click();
    const dialog = page.getByRole('dialog');
    const choose = (name: string, contents: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(contents) });
    await choose('broken.yaml', 'openapi: [');
    await dialog.getByText('INVALID_OPENAPI').waitFor();
    await choose('large.json', largeDocument(10, 5.3 * megabytes));
    await dialog.getByText('The file is too large (5.3 MB).').waitFor();
    await choose('api.yaml', yaml);
    await dialog.getByText('2 operations are new').waitFor();
    await dialog.getByText('1 scope would name nothing').waitFor();
    await dialog.getByText(/remarks? on the document/).waitFor();
    await lookAt(page, 'catalogue-preview');
    expect((await started.admin.get('/v1/accounts/acme/catalogue')).status).toBe(404);
    await dialog.getByRole('button', { name: 'Apply' }).dblclick();
    await page.getByText('The catalogue has 2 operations now').waitFor();
    await page.getByRole('cell', { name: /orders:Create/ }).waitFor();
    await lookAt(page, 'catalogue');
  });

  it('takes one of 5 MB, too', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Take it from OpenAPI' }).click();
    const dialog = page.getByRole('dialog');
    const buffer = Buffer.from(largeDocument(2_000, 5.2 * megabytes));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'large.json', mimeType: 'application/json', buffer });
    await dialog.getByText('2000 operations are new').waitFor();
    await dialog.getByText('2 operations go').waitFor();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The catalogue has 2000 operations now').waitFor();
    const { body } = await started.admin.get<CatalogueAnswer>('/v1/accounts/acme/catalogue');
    expect(body.operations).toHaveLength(2_000);
    await page.getByRole('searchbox', { name: 'Search operations' }).fill('Get1999');
    await page.getByRole('cell', { name: /things:Get1999/ }).waitFor();
  });

  it('says which rules watch the keys', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'Alert policy' }).click();
    const burst = page.getByRole('region', { name: 'Burst' });
    await burst.getByText('Numbers').click();
    await burst.getByLabel('factor', { exact: true }).fill('12');
    await burst.getByRole('combobox', { name: 'Keyledger itself' }).click();
    await page.getByRole('option', { name: 'disables the key' }).click();
    await lookAt(page, 'alert-policy');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    const { body } = await started.admin.get<AlertPolicyAnswer>('/v1/accounts/acme/alert-policy');
    expect(body.rules['burst']).toMatchObject({ response: 'disable', settings: { factor: 12 } });
  });

  it('follows the switch of accounts, before the page of the other has come', async () => {
    const { page } = watched;
    const scriptOfPage = /keys-page-.*\.js$/;
    const held: Route[] = [];
    await page.route(scriptOfPage, (route) => void held.push(route));
    await page.getByRole('combobox', { name: 'Account' }).click();
    await page.getByRole('option', { name: 'Other' }).click();
    await page.waitForURL(/accounts\/other\/keys/);
    await page.getByRole('link', { name: 'Settings' }).and(page.locator('[href*="/other/"]')).click();
    await page.getByRole('heading', { name: 'Other' }).waitFor();
    expect(held).toHaveLength(1);
    await held[0]?.continue();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Other');
  });

  it('shows an auditor everything and no button, and the server refuses all the same', async () => {
    const key = await adminKeyWith(started.admin, 'keyledger:read');
    const { page, context } = await started.signedIn(key, '/accounts/acme/settings');
    await page.getByText('Switched on: keys').waitFor();
    for (const name of ['Save', 'Switch off', 'Choose another']) {
      expect([name, await page.getByRole('button', { name }).count()]).toEqual([name, 0]);
    }
    await page.getByRole('tab', { name: 'Catalogue' }).click();
    await page.getByText('2000 operations').first().waitFor();
    expect(await page.getByRole('button', { name: 'Take it from OpenAPI' }).count()).toBe(0);
    const refused = await page.evaluate<number>(`(async () => {
      const { csrfToken } = (await (await fetch('/v1/session')).json());
      const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
      return (await fetch('/v1/accounts/acme', { method: 'PATCH', headers, body: '{"name":"x"}' })).status;
    })()`);
    expect(refused).toBe(403);
    await context.close();
  });

  it('complained of nothing but what it was refused', () => {
    expect(complaintsOf(watched, [/accounts\/acme\)$/, /catalogue/])).toEqual([]);
  });
});
