import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretSeal } from './secrets/secret-seal.js';
import { WebhookReceiver, standardHeaders } from '@keyledger/testing';
import { WebhookScene, accountId, dayMs, hourMs, minuteMs, secondMs } from './spec-webhooks.js';

let scene: WebhookScene;
let receiver: WebhookReceiver;

beforeAll(async () => {
  scene = await WebhookScene.open();
});

afterAll(async () => {
  await scene.close();
});

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  // Nothing that an earlier test left is due any more.
  await scene.pool.query('DELETE FROM webhook.delivery');
  // Signatures carry the time, and libraries take those of now alone.
  scene.now = Date.now();
});

afterEach(async () => {
  await receiver.stop();
});

async function passAfter(ms: number): Promise<void> {
  scene.now += ms;
  const deliverer = scene.deliverer();
  while ((await deliverer.deliverDue()) > 0);
}

describe('a delivery', () => {
  it('arrives as Standard Webhooks has it, verified by its library', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_verified'] });
    await scene.revoke('key_verified');
    await passAfter(0);
    const [received] = receiver.received;
    if (received === undefined) throw new Error('Nothing came');
    const payload = new Webhook(endpoint.secret).verify(received.body, standardHeaders(received));
    expect(payload).toMatchObject({
      type: 'keyledger.KeyRevoked.v1',
      timestamp: expect.stringMatching(/Z$/),
      data: { accountId, keyId: 'key_verified', actor: 'key_admin', event: { reason: 'leaked' } },
    });
    const forged = received.body.replace('leaked', 'unused');
    expect(() => new Webhook(endpoint.secret).verify(forged, standardHeaders(received))).toThrow();
    expect(await scene.newest(endpoint)).toMatchObject({ status: 'delivered', attempts: 1, lastStatus: 204 });
  });

  it('is made once of an event, and of those alone that the endpoint wants', async () => {
    const endpoint = await scene.endpoint(receiver.url, {
      eventTypes: ['KeyRevoked'],
      keyIds: ['key_wanted'],
    });
    await scene.append({ type: 'KeyEnabled', data: { keyId: 'key_wanted', accountId, comment: null } });
    await scene.revoke('key_unwanted');
    await scene.revoke('key_wanted');
    await passAfter(0);
    await passAfter(dayMs);
    expect(receiver.received).toHaveLength(1);
    expect(await scene.newest(endpoint)).toMatchObject({ eventType: 'KeyRevoked', keyId: 'key_wanted' });
  });

  it('comes again under its id, at longer and longer distances, until it arrives', async () => {
    await scene.endpoint(receiver.url, { keyIds: ['key_again'] });
    receiver.answers(500);
    await scene.revoke('key_again');
    await passAfter(0);
    await passAfter(5 * secondMs - 1);
    expect(receiver.received).toHaveLength(1);
    await passAfter(1);
    await passAfter(5 * minuteMs);
    receiver.answers(200);
    await passAfter(30 * minuteMs);
    await passAfter(3 * hourMs);
    expect(receiver.received).toHaveLength(4);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('comes no sooner than an endpoint that is busy asks for', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_busy'] });
    receiver.answers(429, { 'retry-after': '7200' });
    await scene.revoke('key_busy');
    await passAfter(0);
    receiver.answers(204);
    await passAfter(2 * hourMs - 1);
    expect(receiver.received).toHaveLength(1);
    expect(await scene.newest(endpoint)).toMatchObject({ status: 'pending', lastStatus: 429 });
    await passAfter(hourMs); // a part of a fifth more, so that not all come at once
    expect(await scene.newest(endpoint)).toMatchObject({ status: 'delivered', attempts: 2 });
  });

  it('outlives an endpoint that answers 500 for a day', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_day'] });
    receiver.answers(500);
    await scene.revoke('key_day');
    for (let hour = 0; hour < 24; hour++) await passAfter(hourMs);
    const tried = receiver.received.length;
    receiver.answers(200);
    for (let hour = 0; hour < 24; hour++) await passAfter(hourMs);
    expect(tried).toBeGreaterThan(4);
    expect(receiver.received).toHaveLength(tried + 1);
    expect(await scene.newest(endpoint)).toMatchObject({ status: 'delivered' });
    expect(scene.disabled).not.toContain(`${endpoint.endpointId} failing`);
  });

  it('is given up after ten attempts over three days, and can be replayed', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_dead'] });
    receiver.answers(500);
    await scene.revoke('key_dead');
    for (let hour = 0; hour < 80; hour++) await passAfter(hourMs);
    const dead = await scene.newest(endpoint);
    expect(dead).toMatchObject({ status: 'dead', attempts: 10, lastStatus: 500, lastError: 'Answered 500.' });
    const { endpointId } = endpoint;
    expect(await scene.deliveries.list({ endpointId, status: 'dead' })).toMatchObject({ items: [dead] });
    receiver.answers(200);
    await scene.deliveries.replay(endpointId, dead.deliveryId, scene.now);
    await passAfter(0);
    expect(await scene.newest(endpoint)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(dead.deliveryId);
  });
});

describe('an endpoint', () => {
  it('that nothing reaches for five days is disabled, and told of no more', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_failing'] });
    receiver.answers(503);
    for (let hour = 0; hour < 5 * 24 + 2; hour += 6) {
      await scene.revoke('key_failing');
      await passAfter(6 * hourMs);
    }
    expect(scene.disabled).toContain(`${endpoint.endpointId} failing`);
    const { endpointId } = endpoint;
    await scene.append({
      type: 'WebhookEndpointChanged',
      data: { accountId, endpointId, disabled: 'failing' },
    });
    const before = receiver.received.length;
    await scene.revoke('key_failing');
    await passAfter(dayMs);
    expect(receiver.received).toHaveLength(before);
    receiver.answers(200);
    await scene.append({ type: 'WebhookEndpointChanged', data: { accountId, endpointId, disabled: null } });
    await passAfter(0);
    expect(receiver.received.length).toBeGreaterThan(before);
  });

  it('that says it is gone is disabled at once', async () => {
    const { endpointId } = await scene.endpoint(receiver.url, { keyIds: ['key_gone'] });
    receiver.answers(410);
    await scene.revoke('key_gone');
    await passAfter(0);
    expect(scene.disabled).toContain(`${endpointId} gone`);
  });

  it('is not sent what happened before it was added, nor after it was removed', async () => {
    await scene.revoke('key_early');
    const { endpointId } = await scene.endpoint(receiver.url, { keyIds: ['key_early'] });
    receiver.answers(500);
    await scene.revoke('key_early');
    await passAfter(0);
    await scene.append({ type: 'WebhookEndpointRemoved', data: { accountId, endpointId } });
    await scene.revoke('key_early');
    await passAfter(dayMs);
    expect(receiver.received).toHaveLength(1);
    const { rows } = await scene.pool.query('SELECT FROM webhook.secret WHERE endpoint_id = $1', [
      endpointId,
    ]);
    expect(rows).toEqual([]);
  });
});

describe('a secret that was rotated', () => {
  it('signs beside the new one until the overlap is over', async () => {
    const { endpointId, secret: old } = await scene.endpoint(receiver.url, { keyIds: ['key_rotating'] });
    const previousSecretId = (
      await scene.pool.query<{ id: string }>(
        'SELECT secret_id AS id FROM webhook.secret WHERE endpoint_id = $1',
        [endpointId],
      )
    ).rows[0]?.id;
    const { secret, secretId } = await scene.secrets.mint(endpointId);
    const previousEndsAt = new Date(scene.now + dayMs).toISOString();
    const ids = { accountId, endpointId, secretId, previousSecretId: String(previousSecretId) };
    await scene.append({ type: 'WebhookSecretRotated', data: { ...ids, previousEndsAt } });
    await scene.revoke('key_rotating');
    await passAfter(0);
    const [received] = receiver.received;
    if (received === undefined) throw new Error('Nothing came');
    expect(String(received.headers['webhook-signature']).split(' ')).toHaveLength(2);
    for (const each of [old, secret]) {
      new Webhook(each).verify(received.body, standardHeaders(received));
    }
    await scene.revoke('key_rotating');
    await passAfter(dayMs);
    expect(String(receiver.received.at(-1)?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it('that another key has sealed keeps deliveries waiting, and does not count against the endpoint', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_sealed'] });
    await scene.revoke('key_sealed');
    const wrong = new SecretSeal(Buffer.alloc(32, 1).toString('base64'), (count) => Buffer.alloc(count, 7));
    await scene.deliverer({ seal: wrong }).deliverDue();
    expect(await scene.newest(endpoint)).toMatchObject({
      ...{ status: 'pending', attempts: 0 },
      lastError: 'A webhook secret was sealed with another WEBHOOK_SECRETS_KEY.',
    });
    await passAfter(minuteMs);
    expect(receiver.received).toHaveLength(1);
  });
});
