import type { DeliveryPageAnswer, WebhookListAnswer } from '@keyledger/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from './describe-in-browser.js';
import { type SpecConsole, startConsole } from './spec-console.js';
import { type WatchedPage, complaintsOf, lookAt } from './watched-page.js';

const path = '/v1/accounts/acme/webhooks';

describeInBrowser('the webhooks of an account in the console', () => {
  let started: SpecConsole;
  let watched: WatchedPage;

  beforeAll(async () => {
    started = await startConsole();
    await started.admin.post('/v1/accounts', { slug: 'acme', name: 'Acme Telecom' });
    watched = await started.signedIn(started.product.rootKey ?? '', '/accounts/acme/settings?tab=webhooks');
  });

  afterAll(() => started.stop());

  it('adds one, and shows its secret once and nowhere else', async () => {
    const { page, context } = watched;
    await page.getByText('No webhook yet').waitFor();
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog');
    const address = dialog.getByRole('textbox', { name: 'Address' });
    await address.fill('https://user:secret@hooks.example.com/');
    await dialog.getByRole('button', { name: 'Add webhook' }).click();
    await dialog.getByText('INVALID_WEBHOOK_URL').waitFor();
    await address.fill('https://hooks.example.invalid/keyledger');
    await dialog.getByRole('textbox', { name: 'What it is for' }).fill('Pages whoever is on call');
    await lookAt(page, 'webhook-new');
    await dialog.getByRole('button', { name: 'Add webhook' }).dblclick();
    const secret = await page.getByTestId('webhook-secret').innerText();
    expect(secret).toMatch(/^whsec_/);
    await page.getByRole('button', { name: 'I have saved it' }).click();
    expect(await page.content()).not.toContain(secret);
    expect(JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain(secret);
    expect((await started.admin.get<WebhookListAnswer>(path)).body.items).toHaveLength(1);
    await lookAt(page, 'webhooks');
  });

  it('sends a test, and tells what became of it', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Send a test' }).click();
    const log = page.getByRole('dialog', { name: /Deliveries/ });
    await log.getByText('1 attempt').waitFor();
    const [webhook] = (await started.admin.get<WebhookListAnswer>(path)).body.items;
    const { body } = await started.admin.get<DeliveryPageAnswer>(`${path}/${webhook?.id}/deliveries`);
    await log.getByText(body.items[0]?.lastError ?? 'an error').waitFor();
    await lookAt(page, 'webhook-deliveries');
    await log.getByText('Given up').first().click();
    await log.getByText('Nothing here').waitFor();
    await page.keyboard.press('Escape');
  });

  it('is removed after asking', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('No webhook yet').waitFor();
    expect((await started.admin.get<WebhookListAnswer>(path)).body.items).toEqual([]);
  });

  it('complained of nothing but what it was refused', () => {
    expect(complaintsOf(watched, [/webhooks\)$/])).toEqual([]);
  });
});
