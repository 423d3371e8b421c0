import { readFile } from 'node:fs/promises';
import type { KeyAnswer, KeyCreatedAnswer, ReviewSummaryAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from './describe-in-browser.js';
import { type SpecConsole, adminKeyWith, startConsole } from './spec-console.js';
import { type WatchedPage, complaintsOf, lookAt } from './watched-page.js';

const summaryPath = '/v1/accounts/acme/review/summary';

describeInBrowser('the review of keys in the console (WX-10, XN-10)', () => {
  let started: SpecConsole;
  let watched: WatchedPage;
  let wide: KeyAnswer;
  let unused: KeyAnswer;

  beforeAll(async () => {
    started = await startConsole();
    const { admin, product } = started;
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme Telecom' });
    const create = async (wishes: object) =>
      (await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', wishes)).body;
    const created = await create({ name: 'Billing export', scopes: ['invoices:read', 'orders:*'] });
    wide = created.key;
    const everything = { name: '=CMD()', scopes: ['*:*'], environment: 'production' };
    unused = (await create(everything)).key;
    for (let request = 0; request < 5; request += 1) {
      const question = { key: created.value, operation: 'orders:List', minPosition: created.position };
      await admin.post('/v1/verify', question);
    }
    const overScoped = async () =>
      (await admin.get<ReviewSummaryAnswer>(summaryPath)).body.findings.find(
        ({ finding }) => finding === 'over-scoped',
      )?.keys === 1;
    await waitFor(overScoped, { what: 'use that the review knows of' });
    watched = await started.signedIn(product.rootKey ?? '', '/accounts/acme/review');
  });

  afterAll(() => started.stop());

  it('shows each finding as a view with the server’s count', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Billing export' }).waitFor();
    const { body } = await started.admin.get<ReviewSummaryAnswer>(summaryPath);
    const views = page.getByRole('navigation', { name: 'Views of the review' });
    await views.getByRole('link', { name: `All keys ${body.keys}` }).waitFor();
    const count = body.findings.find(({ finding }) => finding === 'no-expiry')?.keys;
    await views.getByRole('link', { name: `No expiry ${count}` }).waitFor();
    await lookAt(page, 'review');
    await views.getByRole('link', { name: /Over-scoped/ }).click();
    await page.waitForURL(/finding=over-scoped/);
    await page.getByText('1 shown').waitFor();
  });

  it('exports the view as the server writes it', async () => {
    const { page } = watched;
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const contents = await readFile(await (await downloading).path(), 'utf8');
    expect(contents).toContain('Billing export');
    expect(contents).not.toContain('CMD');
  });

  it('applies a proposal that is shown as a difference, after asking', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'See proposal: Billing export' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('invoices:read').waitFor();
    await lookAt(page, 'review-proposal');
    await dialog.getByLabel('Give it an expiry').uncheck();
    await dialog.getByRole('button', { name: 'Apply' }).dblclick();
    await page.getByText('Every verifier has confirmed').waitFor();
    const { body } = await started.admin.get<KeyAnswer>(`/v1/keys/${wide.id}`);
    expect(body).toMatchObject({ scopes: ['orders:List'], revision: wide.revision + 1 });
    await page.getByText('Nothing to look after').waitFor();
    await lookAt(page, 'review-done');
  });

  it('says so where the key has changed since', async () => {
    const { page } = watched;
    await page.getByRole('navigation', { name: 'Views of the review' }).getByText('All keys').click();
    await page.getByRole('button', { name: 'See proposal: Billing export' }).click();
    await started.admin.patch(`/v1/keys/${wide.id}`, { owner: 'finance' });
    await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The key has changed since').waitFor();
    await page.keyboard.press('Escape');
  });

  it('applies the proposals of all keys that are shown, of which one that is refused stops no other', async () => {
    const { page } = watched;
    const { admin } = started;
    await page.getByRole('button', { name: /^Tick all \d+ with a proposal$/ }).click();
    await page.getByRole('button', { name: /^Apply to \d+ keys…$/ }).click();
    const dialog = page.getByRole('dialog', { name: /^Proposals for/ });
    await dialog.getByRole('region', { name: 'Billing export' }).getByText('It would expire on').waitFor();
    await lookAt(page, 'review-several');
    await admin.patch(`/v1/keys/${wide.id}`, { owner: 'logistics' });
    await dialog.getByRole('button', { name: /^Change \d+ keys?$/ }).click();
    const outcomes = page.getByRole('dialog', { name: 'What became of each key' });
    const outcomeOf = (name: string) => outcomes.getByRole('listitem').filter({ hasText: name });
    await outcomeOf('Billing export').getByText('The key has changed since').waitFor();
    await outcomeOf('=CMD()').getByText('Changed', { exact: true }).waitFor();
    await lookAt(page, 'review-several-done');
    await outcomes.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('Every verifier has confirmed').waitFor();
    const refused = (await admin.get<KeyAnswer>(`/v1/keys/${wide.id}`)).body;
    expect(refused).toMatchObject({ expiresAt: null, owner: 'logistics', revision: wide.revision + 3 });
    const changed = (await admin.get<KeyAnswer>(`/v1/keys/${unused.id}`)).body;
    expect(changed).toMatchObject({ status: 'active', revision: unused.revision + 1 });
  });

  it('lets an auditor look and change nothing', async () => {
    const key = await adminKeyWith(started.admin, 'keyledger:read');
    const { page, context } = await started.signedIn(key, '/accounts/acme/review');
    await page.getByRole('button', { name: 'See proposal: Billing export' }).click();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: /^Tick/ }).count()).toBe(0);
    await context.close();
  });

  it('complained of nothing', () => {
    expect(complaintsOf(watched)).toEqual([]);
  });
});
