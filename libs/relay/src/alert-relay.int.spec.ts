import { alertsTopic } from '@keyledger/contracts';
import type { AlertRaised } from '@keyledger/domain';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { alertRelay } from './alert-relay.js';
import { RelayScene, keyCreated } from './spec-relay.js';

let scene: RelayScene;

beforeEach(async () => {
  scene = await RelayScene.open();
});

afterEach(() => scene.close());

const alert = { accountId: 'acme', alertId: 'alert-1', rule: 'burst', keyId: 'key_1' } as const;
const seenAt = '2030-01-01T00:00:00.000Z';
const raised: AlertRaised = {
  type: 'AlertRaised',
  data: {
    ...{ ...alert, severity: 'warning', count: 1, firstSeenAt: seenAt, lastSeenAt: seenAt },
    ...{ evidence: { requests: 900 }, response: 'none' },
  },
};

describe('the relay of alerts', () => {
  it('publishes what happens to alerts alone, in order per alert, whoever relays', async () => {
    const parts = { broker: scene.broker, metrics: scene.metrics };
    const first = scene.start(() => alertRelay(parts));
    const middle = await scene.append(keyCreated('key_1'), raised);
    await waitFor(async () => (await scene.position('alerts-topic')) >= middle);
    await first.stop();
    scene.start(() => alertRelay(parts));
    const last = await scene.append({ type: 'AlertAcknowledged', data: { ...alert, comment: null } });
    await waitFor(async () => (await scene.position('alerts-topic')) >= last);
    const messages = scene.messages(alertsTopic.name);
    expect(messages.map(({ key, headers }) => [key, headers['ce_type']])).toEqual([
      ['alert-1', 'keyledger.AlertRaised.v1'],
      ['alert-1', 'keyledger.AlertAcknowledged.v1'],
    ]);
    expect(JSON.parse(messages[0]?.value ?? '')).toMatchObject({
      rule: 'burst',
      evidence: { requests: 900 },
    });
  });
});
