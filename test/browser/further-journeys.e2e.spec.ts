import type { DeliveryPageAnswer, KeyPageAnswer, WebhookListAnswer } from '@keyledger/contracts';
import { groupScopeOf } from '@keyledger/domain';
import { WebhookReceiver, standardHeaders, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { describeInBrowser } from './describe-in-browser.js';
import { type SpecConsole, startConsole } from './spec-console.js';
import { type WatchedPage, complaintsOf, lookAt, lookAtWide } from './watched-page.js';

const webhooksPath = '/v1/accounts/levels/webhooks';

describeInBrowser('the console with a webhook that answers, and accounts of other profiles', () => {
  let started: SpecConsole;
  let receiver: WebhookReceiver;
  let watched: WatchedPage;

  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    started = await startConsole({ WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' });
    const { admin, product } = started;
    await admin.post('/v1/accounts', { slug: 'levels', name: 'Levels', profile: 'permission-levels' });
    await admin.post('/v1/accounts', { slug: 'names', name: 'Names', profile: 'operations' });
    await admin.put('/v1/accounts/names/catalogue', {
      operations: [{ name: 'messaging:SendSms', access: 'write', summary: 'Sends a message' }],
    });
    await admin.post(webhooksPath, { url: receiver.url, filter: {} });
    watched = await started.signedIn(product.rootKey ?? '', '/accounts/levels/settings?tab=webhooks');
  });

  afterAll(async () => {
    await started.stop();
    await receiver.stop();
  });

  it('sends a test that arrives, and lists it as delivered', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Send a test' }).click();
    const log = page.getByRole('dialog', { name: /Deliveries/ });
    await log.getByText('1 attempt').waitFor();
    await log.getByText('Delivered', { exact: true }).first().click();
    await log.getByText('1 attempt').waitFor();
    const [webhook] = (await started.admin.get<WebhookListAnswer>(webhooksPath)).body.items;
    const path = `${webhooksPath}/${webhook?.id}/deliveries`;
    const [delivery] = (await started.admin.get<DeliveryPageAnswer>(path)).body.items;
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, lastError: null });
    await lookAt(page, 'webhook-delivered');
    await page.keyboard.press('Escape');
  });

  it('makes a new secret, shows it once, and signs with it', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
    const secret = await page.getByTestId('webhook-secret').innerText();
    await lookAt(page, 'webhook-new-secret');
    await page.getByRole('button', { name: 'I have saved it' }).click();
    expect(await page.content()).not.toContain(secret);
    const before = receiver.received.length;
    await page.getByRole('button', { name: 'Send a test' }).click();
    const signed = () => receiver.received.slice(before).find(({ body }) => body.includes('WebhookTested'));
    const test = await waitFor(signed, { what: 'a test that is signed with the new secret' });
    new Webhook(secret).verify(test.body, standardHeaders(test));
    await page.keyboard.press('Escape');
  });

  it('gives a key a level, or groups, where the account has them', async () => {
    const { page } = watched;
    await page.goto(`${started.product.baseUrl}/accounts/levels/keys/new`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Call reports');
    await page.getByRole('radio', { name: 'Read Only' }).check();
    await page.getByRole('radio', { name: 'Custom' }).check();
    await page.getByRole('checkbox', { name: 'Analytics and Reporting' }).check();
    await lookAt(page, 'create-levels');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByTestId('key-value').waitFor();
    expect(await scopesOfNewest('levels')).toEqual([groupScopeOf('analytics')]);
  });

  it('gives a key operations, where the account has names of them alone', async () => {
    const { page } = watched;
    await page.goto(`${started.product.baseUrl}/accounts/names/keys/new`);
    await page.getByRole('textbox', { name: 'Name' }).fill('Sender');
    const operation = page.getByRole('checkbox', { name: 'SendSms' });
    await operation.check();
    await lookAt(page, 'create-operations');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByTestId('key-value').waitFor();
    expect(await scopesOfNewest('names')).toEqual(['messaging:SendSms']);
  });

  it('fits a 4K window', async () => {
    const { page } = watched;
    for (const name of ['keys', 'usage', 'alerts', 'review', 'audit', 'settings']) {
      await page.goto(`${started.product.baseUrl}/accounts/levels/${name}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await lookAtWide(page, `wide-${name}`);
    }
  });

  it('complained of nothing', () => {
    expect(complaintsOf(watched)).toEqual([]);
  });

  /** The value is shown before the key is in the list. */
  function scopesOfNewest(account: string): Promise<readonly string[]> {
    const listed = async () => {
      const { body } = await started.admin.get<KeyPageAnswer>(`/v1/accounts/${account}/keys`);
      return body.items[0]?.scopes;
    };
    return waitFor(listed, { what: `a key of ${account}` });
  }
});
