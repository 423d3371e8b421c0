import { createPool } from '@keyledger/platform';
import { WebhookReceiver, waitFor } from '@keyledger/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryQueue } from './delivering/delivery-queue.js';

import { WebhookScene, accountId, bounds, dayMs, sending } from './spec-webhooks.js';

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
});

afterEach(async () => {
  await scene.pool.query('DELETE FROM webhook.delivery');
  await receiver.stop();
});

const pollMs = 10;

/** Each key ended once. */
async function endKeys(prefix: string, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => {
    const keyId = `${prefix}_${index}`;
    return { type: 'KeyRevoked', data: { keyId, accountId, reason: 'unused', comment: null } } as const;
  });
  await scene.append(...events);
}

function idsReceived(): readonly unknown[] {
  return receiver.received.map(({ headers }) => headers['webhook-id']);
}

describe('several deliverers', () => {
  it('send each delivery once between them', async () => {
    await scene.endpoint(receiver.url);
    await endKeys('key_shared', 60);
    const stopping = new AbortController();
    const pools = Array.from({ length: 3 }, () => createPool(scene.database.url, { applicationName: 'd' }));
    const runs = pools.map((pool) => scene.deliverer({}, pool).run(stopping.signal, pollMs));
    await waitFor(() => new Set(idsReceived()).size === 60);
    stopping.abort();
    await Promise.all(runs);
    await Promise.all(pools.map((pool) => pool.end()));
    expect(idsReceived()).toHaveLength(60);
    const { rows } = await scene.pool.query(`SELECT FROM webhook.delivery WHERE status = 'delivered'`);
    expect(rows).toHaveLength(60);
  });

  it('take over what one has that was killed, under the same id', async () => {
    await scene.endpoint(receiver.url, { eventTypes: ['KeyRevoked'], keyIds: ['key_taken_0'] });
    await endKeys('key_taken', 1);
    receiver.behave = () => undefined;
    // A process that is killed leaves its lease, and nothing else.
    const leaseMs = 500;
    const killed = createPool(scene.database.url, { applicationName: 'killed' });
    const dying = scene.deliverer({ bounds: { ...bounds, leaseMs } }, killed);
    const died = dying.deliverDue().catch(() => 'died');
    await waitFor(() => receiver.received.length === 1);
    await killed.end();
    receiver.answers(204);
    const heir = scene.deliverer();
    await waitFor(async () => (await heir.deliverDue()) > 0);
    expect(new Set(idsReceived()).size).toBe(1);
    expect(receiver.received.length).toBe(2);
    expect(await died).toBe('died');
  });
});

describe('an endpoint that hangs', () => {
  it('has few requests under way, and keeps nobody else waiting', async () => {
    const other = await WebhookReceiver.start();
    receiver.behave = () => undefined;
    await scene.endpoint(receiver.url, { eventTypes: ['KeyRevoked'] });
    await endKeys('key_hanging', 30);
    await scene.endpoint(other.url, { keyIds: ['key_other_0'] });
    await endKeys('key_other', 1);
    const stopping = new AbortController();
    const run = scene.deliverer({ sending: { ...sending, timeoutMs: 1_000 } }).run(stopping.signal, pollMs);
    await waitFor(() => other.received.length === 1);
    expect(receiver.received.length).toBeLessThanOrEqual(bounds.perEndpointMax);
    stopping.abort();
    await run;
    await other.stop();
  });
});

describe('deliveries of long ago', () => {
  it('are kept for 30 days', async () => {
    const endpoint = await scene.endpoint(receiver.url, { keyIds: ['key_old_0'] });
    await endKeys('key_old', 1);
    const queue = new DeliveryQueue(scene.pool);
    expect(await queue.tidy(scene.now - 30 * dayMs)).toMatchObject({ pending: expect.any(Number) });
    expect(await scene.newest(endpoint)).toMatchObject({ status: 'pending' });
    await queue.tidy(scene.now + dayMs);
    await expect(scene.newest(endpoint)).rejects.toThrow('no delivery');
  });
});
