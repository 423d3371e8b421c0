import { BrokerUnavailable } from '@keyledger/broker';
import {
  fromKeyEventMessage,
  isUnreadable,
  keyEventsTopic,
  type PublishedKeyEvent,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyEventRelay } from './key-event-relay.js';
import { RelayScene, keyCreated, keyDisabled, keyRevoked } from './spec-relay.js';

let scene: RelayScene;

beforeEach(async () => {
  scene = await RelayScene.open();
});

afterEach(async () => {
  await scene.close();
});

function relay(broker = scene.broker) {
  return keyEventRelay({ broker, metrics: scene.metrics });
}

function published(): readonly PublishedKeyEvent[] {
  return scene.messages(keyEventsTopic.name).map((message) => {
    const event = fromKeyEventMessage(message);
    if (isUnreadable(event)) throw new Error(event.poison);
    expect(message.key).toBe(event.subject);
    return event;
  });
}

function distinctIds(): number {
  return new Set(published().map(({ id }) => id)).size;
}

/** Whatever came twice, the first coming of each event is in order. */
function expectOrderPerSubject(): void {
  const revisions = new Map<string, number>();
  for (const { subject, revision } of published()) {
    const last = revisions.get(subject) ?? -1;
    expect(revision).toBeLessThanOrEqual(last + 1);
    revisions.set(subject, Math.max(last, revision));
  }
}

const keys = Array.from({ length: 12 }, (_, n) => `key_${n}`);

describe('the relay of key events', () => {
  it('publishes every event of the log once, in order per key, and no digest', async () => {
    const opened = {
      type: 'AccountOpened',
      data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
    } as const;
    await scene.append(opened, ...keys.map((key) => keyCreated(key)));
    const running = scene.start(() => relay());
    await waitFor(() => running.status() === 'live');
    await scene.append(...keys.map(keyDisabled), ...keys.map(keyRevoked));
    await waitFor(() => published().length === 37);
    expectOrderPerSubject();
    const revocation = published().find(({ type, subject }) => type === 'KeyRevoked' && subject === 'key_3');
    expect(revocation).toMatchObject({
      version: 1,
      keyId: 'key_3',
      accountId: 'acme',
      revision: 2,
      actor: 'key_admin',
      data: { reason: 'leaked', comment: 'found' },
    });
    expect(published().find(({ type }) => type === 'AccountOpened')).toMatchObject({
      subject: 'acme',
      keyId: null,
    });
    expect(
      JSON.stringify(scene.messages(keyEventsTopic.name), (_, value: unknown) =>
        typeof value === 'bigint' ? '' : value,
      ),
    ).not.toMatch(/ddddd|192\.0\.2\.7|curl/);
    expect(await scene.registry.getSingleMetricAsString('keyledger_relay_messages_total')).toContain(
      'keyledger_relay_messages_total{topic="keyledger.keys.v1"} 37',
    );
  });

  it('repeats what was published when it dies before its checkpoint, under the same ids, and skips nothing', async () => {
    let deaths = 0;
    const dying = {
      ...scene.broker,
      ensureTopics: scene.broker.ensureTopics.bind(scene.broker),
      publish: async (...[topic, messages]: Parameters<typeof scene.broker.publish>) => {
        // What this broker keeps it cannot tell from new: Kafka cannot either.
        await scene.broker.publish(
          topic,
          messages.map((each) => ({ ...each, id: `${each.id} ${deaths}` })),
        );
        if (deaths++ % 2 === 0) throw new BrokerUnavailable('gone before it could answer');
      },
    };
    await scene.append(...keys.map((key) => keyCreated(key)), ...keys.map(keyDisabled));
    scene.start(() => relay(dying));
    await waitFor(() => distinctIds() === 24);
    await scene.append(...keys.map(keyRevoked));
    await waitFor(() => distinctIds() === 36);
    expect(published().length).toBeGreaterThan(36);
    expectOrderPerSubject();
  });

  it('works in one process at a time; another takes over when that one stops, or loses its session', async () => {
    await scene.append(...keys.map((key) => keyCreated(key)));
    const first = scene.start(() => relay(), { name: 'first' });
    await waitFor(() => first.status() === 'live');
    const second = scene.start(() => relay(), { name: 'second' });
    await waitFor(() => second.status() === 'standby');
    await first.stop();
    await scene.append(...keys.map(keyDisabled));
    await waitFor(() => second.status() === 'live' && distinctIds() === 24);
    const third = scene.start(() => relay(), { name: 'third' });
    await waitFor(() => third.status() === 'standby');
    await scene.pool('killer').query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'second' AND datname = current_database()`,
    );
    await scene.append(...keys.map(keyRevoked));
    await waitFor(() => distinctIds() === 36);
    expectOrderPerSubject();
  });

  it('waits for a broker that is away, says so, and goes on by itself', async () => {
    let isAway = true;
    const broker = {
      ...scene.broker,
      ensureTopics: scene.broker.ensureTopics.bind(scene.broker),
      publish: async (...[topic, messages]: Parameters<typeof scene.broker.publish>) => {
        if (isAway) throw new BrokerUnavailable('the broker is out of reach');
        await scene.broker.publish(topic, messages);
      },
    };
    await scene.append(keyCreated('key_1'));
    const running = scene.start(() => relay(broker));
    await waitFor(() => running.states.filter(({ status }) => status === 'waiting').length >= 3);
    expect(running.states).toContainEqual({ status: 'waiting', reason: 'the broker is out of reach' });
    isAway = false;
    await waitFor(() => running.status() === 'live');
    expect(published().map(({ type }) => type)).toEqual(['KeyCreated']);
  });

  it('stops before an event that it cannot read, and publishes what comes before it', async () => {
    await scene.append(keyCreated('key_1'));
    await scene.log.append(
      'key-key_1',
      [{ id: crypto.randomUUID(), type: 'KeyExploded', data: {}, metadata: {} }],
      'any',
    );
    const running = scene.start(() => relay());
    await waitFor(() => running.status() === 'failed');
    expect(published().map(({ type }) => type)).toEqual(['KeyCreated']);
  });
});
