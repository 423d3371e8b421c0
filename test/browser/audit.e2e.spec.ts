import { readFile } from 'node:fs/promises';
import type { AuditPageAnswer, KeyCreatedAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from './describe-in-browser.js';
import { type SpecConsole, adminKeyWith, startConsole } from './spec-console.js';
import { type WatchedPage, complaintsOf, lookAt } from './watched-page.js';

const formula = '=HYPERLINK("http://evil.example","x")';

describeInBrowser('the audit log and the verifiers in the console', () => {
  let started: SpecConsole;
  let watched: WatchedPage;

  beforeAll(async () => {
    started = await startConsole();
    const { admin, product } = started;
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme Telecom' });
    for (const name of ['Billing export', 'CRM integration, read only', 'قراءة <b>فقط</b>']) {
      const wishes = { name, scopes: ['orders:read'] };
      const { body } = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', wishes);
      await admin.post(`/v1/keys/${body.key.id}/revoke`, { reason: 'leaked', comment: formula });
    }
    await waitFor(async () => (await logOfAcme()).length === 7, { what: 'the audit log of what was done' });
    watched = await started.signedIn(product.rootKey ?? '', '/accounts/acme/audit');
  });

  afterAll(() => started.stop());

  it('shows what happened on the account, newest first', async () => {
    const { page } = watched;
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    await page.getByRole('button', { name: 'Account opened' }).waitFor();
    expect(await page.getByRole('row').count()).toBe((await logOfAcme()).length + 1);
    await lookAt(page, 'audit');
  });

  it('shows all that is recorded of one event', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Key revoked' }).first().click();
    const detail = page.getByRole('dialog', { name: 'Key revoked' });
    await detail.getByText(formula).first().waitFor();
    await lookAt(page, 'audit-entry');
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'hidden' });
  });

  it('filters as the address bar says, and exports what the filters let through', async () => {
    const { page } = watched;
    await page.getByRole('combobox', { name: 'What happened' }).click();
    await page.getByRole('option', { name: 'Key revoked' }).click();
    await page.waitForURL(/type=KeyRevoked/);
    await page.getByText('3 shown').waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /CSV/ }).click();
    const file = await (await downloading).path();
    const [header, ...lines] = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(header).toContain('time,position,type,account,key');
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line.includes(`"'=HYPERLINK(""`))).toBe(true);
    await page.getByText('3 entries exported').waitFor();
  });

  it('says so where the filters let nothing through', async () => {
    const { page } = watched;
    await page.getByRole('searchbox', { name: 'Key id', exact: true }).fill('nobody');
    await page.getByText('Nothing found').waitFor();
    await lookAt(page, 'audit-empty');
  });

  it('shows every account together, and each verifier with how far it is', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Full audit log' }).click();
    await page.getByRole('heading', { name: 'Audit log of all accounts' }).waitFor();
    await lookAt(page, 'audit-of-all');
    await page.getByRole('link', { name: 'Verifiers' }).click();
    await page.getByText('1 verifier is at work').waitFor();
    await lookAt(page, 'verifiers');
  });

  it('offers an admin of one account nothing of the others', async () => {
    const key = await adminKeyWith(started.admin, 'keyledger@acme:read');
    const { page, context } = await started.signedIn(key, '/accounts/acme/audit');
    await page.getByRole('button', { name: 'Account opened' }).waitFor();
    expect(await page.getByRole('link', { name: 'Verifiers' }).count()).toBe(0);
    await page.goto(`${started.product.baseUrl}/audit`);
    await page.getByRole('button', { name: 'Account opened' }).waitFor();
    expect(await page.getByRole('cell', { name: 'system' }).count()).toBe(0);
    await context.close();
  });

  it('complained of nothing', () => {
    expect(complaintsOf(watched)).toEqual([]);
  });

  async function logOfAcme(): Promise<AuditPageAnswer['items']> {
    return (await started.admin.get<AuditPageAnswer>('/v1/audit?account=acme')).body.items;
  }
});
