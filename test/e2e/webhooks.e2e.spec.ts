import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryPageAnswer, KeyCreatedAnswer, WebhookAddedAnswer } from '@keyledger/contracts';
import {
  type Product,
  type ReceivedWebhook,
  WebhookReceiver,
  makeProductDirectory,
  spawnProduct,
  standardHeaders,
  waitFor,
} from '@keyledger/testing';
import { Webhook } from 'standardwebhooks';
import { type Api, apiOf } from './api.js';

const run = promisify(execFile);
const startMsMax = 120_000;
const env = { PORT: '0', WEBHOOK_ALLOW_NETWORKS: '127.0.0.0/8' };
const webhooksPath = '/v1/accounts/acme/webhooks';

let directory: string;
let product: Product;
let receiver: WebhookReceiver;
let rootKey: string;
let endpoint: WebhookAddedAnswer;

beforeAll(async () => {
  directory = await makeProductDirectory();
  [product, receiver] = await Promise.all([spawnProduct({ directory, env }), WebhookReceiver.start()]);
  rootKey = product.rootKey ?? '';
  await api().post('/v1/accounts', { name: 'Acme', slug: 'acme' });
  const added = await api().post<WebhookAddedAnswer>(webhooksPath, {
    url: receiver.url,
    filter: { eventTypes: ['KeyCreated', 'KeyRevoked'] },
  });
  endpoint = added.body;
}, startMsMax);

afterAll(async () => {
  await product.stop();
  await receiver.stop();
  await rm(directory, { recursive: true, force: true });
});

function api(): Api {
  return apiOf(product.baseUrl, rootKey);
}

async function createKey(): Promise<string> {
  const body = { name: 'A key', scopes: ['orders:*'] };
  return (await api().post<KeyCreatedAnswer>('/v1/accounts/acme/keys', body)).body.key.id;
}

function about(keyId: string, type: string): readonly ReceivedWebhook[] {
  return receiver.received.filter(({ body }) => body.includes(keyId) && body.includes(`"keyledger.${type}.`));
}

async function received(keyId: string, type: string): Promise<ReceivedWebhook> {
  return waitFor(() => about(keyId, type)[0], { what: `${type} of ${keyId}` });
}

/** The Python with the package `standardwebhooks` in it; null: there is none here. */
async function pythonWithLibrary(): Promise<string | null> {
  const named = process.env['WEBHOOKS_PYTHON'] ?? '';
  const python = named === '' ? 'python3' : named;
  const found = await run(python, ['-c', 'import standardwebhooks']).catch(() => null);
  // One that was named and lacks it is a mistake, not a machine without it.
  return found === null && named === '' ? null : python;
}

const python = await pythonWithLibrary();
if (python === null) {
  process.stderr.write(
    'NOT tested with the Python library of Standard Webhooks: WEBHOOKS_PYTHON names no Python that has it.\n',
  );
}
const itWithPython = python === null ? it.skip : it;

describe('what happens to keys', () => {
  it('arrives at webhooks, verified by the library of Standard Webhooks', async () => {
    const keyId = await createKey();
    const created = await received(keyId, 'KeyCreated');
    const verified = new Webhook(endpoint.secret).verify(created.body, standardHeaders(created));
    expect(verified).toMatchObject({ data: { keyId, accountId: 'acme', event: { name: 'A key' } } });
    expect(created.body).not.toContain('digest');
    await api().post(`/v1/keys/${keyId}/revoke`, { reason: 'leaked' });
    await received(keyId, 'KeyRevoked');
  });

  itWithPython('is verified by its Python twin too', async () => {
    const webhook = await received(await createKey(), 'KeyCreated');
    const script = [
      'import json, sys',
      'from standardwebhooks import Webhook',
      'given = json.load(sys.stdin)',
      'print(json.dumps(Webhook(given["secret"]).verify(given["body"], given["headers"])))',
    ].join('\n');
    const verify = async (body: string): Promise<unknown> => {
      const child = run(python ?? '', ['-c', script]);
      child.child.stdin?.end(
        JSON.stringify({ secret: endpoint.secret, body, headers: standardHeaders(webhook) }),
      );
      return JSON.parse((await child).stdout) as unknown;
    };
    expect(await verify(webhook.body)).toEqual(JSON.parse(webhook.body));
    await expect(verify(webhook.body.replace('A key', 'B key'))).rejects.toThrow('WebhookVerificationError');
  });

  it('arrives after the product was killed, under the id that it had', async () => {
    receiver.answers(500);
    const keyId = await createKey();
    const first = await received(keyId, 'KeyCreated');
    await waitFor(async () => {
      const page = await api().get<DeliveryPageAnswer>(
        `${webhooksPath}/${endpoint.webhook.id}/deliveries?status=pending`,
      );
      return page.body.items.some(({ lastStatus }) => lastStatus === 500);
    });
    await product.kill();
    receiver.answers(204);
    product = await spawnProduct({ directory, env });
    const again = await waitFor(() => about(keyId, 'KeyCreated')[1]);
    expect(again.headers['webhook-id']).toBe(first.headers['webhook-id']);
    new Webhook(endpoint.secret).verify(again.body, standardHeaders(again));
  });
});
