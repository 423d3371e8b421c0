import type { AccountAnswer, AlertPolicyAnswer, CatalogueAnswer } from '@keyledger/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
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
      name: 'Acme Telecom',
      email: 'ops@acme.example',
      usageAddresses: 'truncated',
    });
  });

  it('shows what somebody else has changed meanwhile, and goes on from there', async () => {
    const { page } = watched;
    await page.getByLabel('The whole address').check();
    await started.admin.patch('/v1/accounts/acme', { name: 'Acme, renamed meanwhile' });
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    const alert = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this meanwhile' });
    await alert.getByRole('row', { name: 'Name Acme Telecom Acme, renamed meanwhile' }).waitFor();
    await lookAt(page, 'settings-conflict');
    expect(await save.isDisabled()).toBe(true);
    expect((await account()).usageAddresses).toBe('truncated');
    await alert.getByRole('button', { name: 'Go on from here' }).click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Acme, renamed meanwhile');
    await save.click();
    await alert.waitFor({ state: 'detached' });
    await waitFor(async () => (await account()).usageAddresses === 'full');
    expect((await account()).name).toBe('Acme, renamed meanwhile');
  });

  it('does not switch the account off over what was done meanwhile', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Switch off' }).click();
    const dialog = page.getByRole('dialog');
    await started.admin.patch('/v1/accounts/acme', { name: 'Acme Telecom' });
    await dialog.getByRole('button', { name: 'Switch off' }).click();
    await dialog.getByRole('row', { name: 'Name Acme, renamed meanwhile Acme Telecom' }).waitFor();
    expect((await account()).apiAccess).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
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

  it('takes none over the catalogue of somebody who was faster, before that was seen', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Take it from OpenAPI' }).click();
    const dialog = page.getByRole('dialog');
    const buffer = Buffer.from(yaml.replace('Create', 'Place'));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'api.yaml', mimeType: 'text/plain', buffer });
    await dialog.getByText('1 operation is new').waitFor();
    const operations = ['List', 'Create', 'Cancel'].map((name) => ({
      name: `orders:${name}`,
      access: 'write',
    }));
    await started.admin.put('/v1/accounts/acme/catalogue', { operations });
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.getByRole('row', { name: 'orders:Cancel none write' }).waitFor();
    await lookAt(page, 'catalogue-conflict');
    const { body } = await started.admin.get<CatalogueAnswer>('/v1/accounts/acme/catalogue');
    expect(body.operations).toHaveLength(3);
    await dialog.getByRole('button', { name: 'Go on from here' }).click();
    await dialog.getByText('2 operations go').waitFor();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('cell', { name: /orders:Place/ }).waitFor();
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
    await page.getByRole('listbox').waitFor({ state: 'hidden' });
    await lookAt(page, 'alert-policy');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved', { exact: true }).first().waitFor();
    const { body } = await started.admin.get<AlertPolicyAnswer>('/v1/accounts/acme/alert-policy');
    expect(body.rules['burst']).toMatchObject({ response: 'disable', settings: { factor: 12 } });
  });

  it('keeps the rules that somebody else has changed meanwhile', async () => {
    const { page } = watched;
    const rules = {
      burst: { response: 'disable', settings: { factor: 12 } },
      enumeration: { enabled: false },
    };
    await page.getByRole('region', { name: 'New network' }).getByRole('switch').uncheck();
    await started.admin.put('/v1/accounts/acme/alert-policy', { rules });
    await page.getByRole('button', { name: 'Save' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Somebody else has changed this meanwhile' });
    await alert.getByRole('row', { name: /^Guessing of keys on .* off/ }).waitFor();
    expect(await alert.getByRole('row').count()).toBe(2);
    await lookAt(page, 'alert-policy-conflict');
    await alert.getByRole('button', { name: 'Go on from here' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await alert.waitFor({ state: 'detached' });
    const policy = async () =>
      (await started.admin.get<AlertPolicyAnswer>('/v1/accounts/acme/alert-policy')).body.rules;
    await waitFor(async () => !(await policy())['new-network'].enabled);
    expect(await policy()).toMatchObject({ burst: rules.burst, enumeration: { enabled: false } });
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
    expect(complaintsOf(watched, [/accounts\/acme\)$/, /catalogue/, /disable-api/, /alert-policy/])).toEqual(
      [],
    );
  });
});
