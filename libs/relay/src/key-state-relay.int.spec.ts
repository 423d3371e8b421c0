import type { Broker } from '@keyledger/broker';
import { fromKeyStateMessage, isUnreadable, keyStateTopic } from '@keyledger/contracts';
import { type Clock, systemClock } from '@keyledger/platform';
import { waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { keyStateRelay } from './key-state-relay.js';
import {
  RelayScene,
  expiryChanged,
  keyCreated,
  keyDisabled,
  keyEnabled,
  keyRevoked,
  superseded,
} from './spec-relay.js';

const dayMs = 24 * 60 * 60 * 1000;
const forgetAfterMs = 30 * dayMs;

let scene: RelayScene;

beforeEach(async () => {
  scene = await RelayScene.open();
});

afterEach(async () => {
  await scene.close();
});

function relay(pool: pg.Pool, broker: Broker = scene.broker, clock: Clock = systemClock) {
  return keyStateRelay({ broker, metrics: scene.metrics, pool, clock, forgetAfterMs, forgetEveryMs: 20 });
}

/** Of one record's key, in order. */
function records(key: string) {
  return scene
    .messages(keyStateTopic.name)
    .filter((message) => message.key === key)
    .map((message) => {
      const state = fromKeyStateMessage(message);
      if (isUnreadable(state)) throw new Error(state.poison);
      return state;
    });
}

function latest(key: string) {
  return records(key).at(-1);
}

function hasStatus(key: string, status: string): boolean {
  const record = latest(key);
  return record?.kind === 'key' && record.status === status;
}

const opened = {
  type: 'AccountOpened',
  data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
} as const;
const accessOff = {
  type: 'ApiAccessDisabled',
  data: { accountId: 'acme', reason: 'policy', comment: null },
} as const;
const keys = Array.from({ length: 12 }, (_, n) => `key_${n}`);

describe('the relay of key states', () => {
  it('publishes the whole state of a key after each change, and that of its account', async () => {
    scene.startReadModel();
    await scene.append(opened, keyCreated('key_1'));
    scene.start((pool) => relay(pool));
    await waitFor(() => latest('key_1'));
    expect(latest('key_1')).toEqual({
      kind: 'key',
      keyId: 'key_1',
      accountId: 'acme',
      digest: 'd'.repeat(43),
      status: 'active',
      scopes: ['orders:read'],
      ipAllowlist: { enforced: false, entries: [] },
      expiresAt: null,
      successorId: null,
      overlapEndsAt: null,
      position: 2n,
    });
    expect(latest('account/acme')).toEqual({
      kind: 'account',
      accountId: 'acme',
      apiAccess: true,
      profile: 'keyledger',
      whenStale: 'refuse',
      position: 2n,
    });
    await scene.append(keyDisabled('key_1'), accessOff);
    await waitFor(() => hasStatus('key_1', 'disabled'));
    await waitFor(() => latest('account/acme')?.position === 4n);
    expect(latest('account/acme')).toMatchObject({ apiAccess: false });
    expect(latest('key_1')).toMatchObject({ digest: 'd'.repeat(43), scopes: ['orders:read'] });
  });

  it('waits for the read model, and publishes nothing older than the event', async () => {
    await scene.append(keyCreated('key_1'), keyRevoked('key_1'));
    const running = scene.start((pool) => relay(pool));
    await waitFor(() => running.status() === 'catching-up');
    scene.startReadModel();
    await waitFor(() => latest('key_1'));
    expect(records('key_1')).toEqual([expect.objectContaining({ status: 'revoked', position: 2n })]);
  });

  it('never goes back when the whole log is relayed again', async () => {
    scene.startReadModel();
    const running = scene.start((pool) => relay(pool));
    await scene.append(
      ...keys.map((key) => keyCreated(key)),
      ...keys.map(keyDisabled),
      ...keys.map(keyRevoked),
    );
    await waitFor(() => keys.every((key) => hasStatus(key, 'revoked')));
    const before = scene.messages(keyStateTopic.name).length;
    await scene
      .pool('operator')
      .query(`UPDATE read.checkpoint SET position = 0, last_event_id = NULL WHERE name = 'key-state'`);
    await scene.append(keyCreated('key_new')); // the relay finds its checkpoint moved
    await waitFor(() => latest('key_new') && running.status() === 'live');
    await waitFor(() => scene.messages(keyStateTopic.name).length > before + 1);
    for (const key of keys) {
      const seen = records(key).map((record) => record.position);
      expect(seen).toEqual([...seen].sort((a, b) => (a < b ? -1 : 1)));
      const first = records(key).findIndex((record) => record.kind === 'key' && record.status === 'revoked');
      expect(
        records(key)
          .slice(first)
          .every((record) => record.kind === 'key' && record.status === 'revoked'),
      ).toBe(true);
    }
  });

  it('forgets a key by a tombstone long after its end was published, and not before', async () => {
    let now = Date.now();
    const clock: Clock = { now: () => now, monotonicMs: () => performance.now() };
    scene.startReadModel();
    scene.start((pool) => relay(pool, scene.broker, clock), { clock });
    const expiresAt = new Date(now + dayMs).toISOString();
    await scene.append(
      keyCreated('key_live'),
      keyCreated('key_revoked'),
      keyCreated('key_expiring', expiresAt),
      keyCreated('key_extended', expiresAt),
      keyCreated('key_superseded'),
    );
    await scene.append(
      keyRevoked('key_revoked'),
      expiryChanged('key_extended', null),
      superseded('key_superseded'),
    );
    await waitFor(async () => (await scene.position('key-state')) === 8n);
    expect(hasStatus('key_revoked', 'revoked')).toBe(true);
    now += forgetAfterMs - 1;
    await scene.append(keyDisabled('key_live'));
    await waitFor(() => hasStatus('key_live', 'disabled'));
    expect(latest('key_revoked')?.kind).toBe('key');
    expect(latest('key_superseded')?.kind).toBe('key');
    now += 2;
    await waitFor(() => latest('key_revoked')?.kind === 'forgotten');
    await waitFor(() => latest('key_superseded')?.kind === 'forgotten');
    expect(latest('key_expiring')?.kind).toBe('key');
    now += dayMs;
    await waitFor(() => latest('key_expiring')?.kind === 'forgotten');
    expect(latest('key_extended')?.kind).toBe('key');
    expect(latest('key_live')?.kind).toBe('key');
    expect(
      records('key_revoked')
        .map(({ kind }) => kind)
        .filter((kind) => kind === 'forgotten'),
    ).toHaveLength(1);
    // A key that comes back to life after it was forgotten is known again.
    await scene.append(expiryChanged('key_expiring', null));
    await waitFor(() => latest('key_expiring')?.kind === 'key');
  });

  it('ends with the newest state even when a frozen relay publishes an old one after its successor', async () => {
    let thaw: () => void = () => undefined;
    const thawed = new Promise<void>((resolve) => (thaw = resolve));
    let frozen = false;
    const freezing: Broker = {
      ensureTopics: scene.broker.ensureTopics.bind(scene.broker),
      publish: async (topic, messages) => {
        frozen = true;
        await thawed;
        // As Kafka, which cannot tell that it is a repeat.
        await scene.broker.publish(
          topic,
          messages.map((each) => ({ ...each, id: `${each.id} late` })),
        );
      },
      consume: scene.broker.consume.bind(scene.broker),
      close: async () => undefined,
    };
    scene.startReadModel();
    const first = scene.start((pool) => relay(pool, freezing), { name: 'frozen' });
    await waitFor(() => first.status() === 'live');
    await scene.append(keyCreated('key_1'));
    await waitFor(() => frozen);
    await scene.pool('killer').query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'frozen' AND datname = current_database()`,
    );
    const second = scene.start((pool) => relay(pool), { name: 'successor' });
    await scene.append(keyDisabled('key_1'), keyEnabled('key_1'), keyRevoked('key_1'));
    await waitFor(() => hasStatus('key_1', 'revoked') && second.status() === 'live');
    thaw();
    await waitFor(() =>
      records('key_1').some((record) => record.kind === 'key' && record.status === 'active'),
    );
    await first.stop();
    await scene.append(keyCreated('key_2')); // whoever has the turn finds its checkpoint moved back
    await waitFor(() => latest('key_2'));
    await waitFor(() => hasStatus('key_1', 'revoked'));
  });
});
