import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Broker } from '@keyledger/broker';
import { openKafkaBroker } from '@keyledger/broker/adapters/kafka/kafka-broker';
import { describeOnKafka } from '@keyledger/broker/adapters/kafka/spec-on-kafka';
import {
  type DomainEvent,
  type KeyState,
  keyEventsTopic,
  keyStateTopic,
  toKeyEventMessage,
  toKeyStateMessage,
  toTombstone,
  streamOf,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import type { INestMicroservice } from '@nestjs/common';
import { Kafka, logLevel, type Producer } from 'kafkajs';

const time = '2026-11-21T08:15:30.125Z';
const testMsMax = 120_000;
const waits = { timeoutMs: 60_000 };

// The topics' names are part of the controller's decorators, so they are settled when it is loaded.
const namePrefix = `test-${crypto.randomUUID()}.`;
process.env.TOPIC_PREFIX = namePrefix;
const { startConsumer } = await import('./consumer.js');
const { DenyList } = await import('./deny-list.js');
const { Sessions } = await import('./sessions.js');

const lasting = { expiresAt: null, successorId: null, overlapEndsAt: null };

function keyState(keyId: string, status: KeyState['status'], position: bigint) {
  const ipAllowlist = { enforced: false, entries: [] };
  const policy = { digest: 'd'.repeat(43), scopes: ['orders:read'], ipAllowlist, ...lasting };
  return toKeyStateMessage({ kind: 'key', keyId, accountId: 'acme', status, position, ...policy }, time);
}

function keyEvent(event: DomainEvent, position: bigint) {
  const stream = streamOf(event);
  const metadata = {
    ...{ version: 1, actor: 'key_admin', requestId: 'r', correlationId: 'c', causationId: 'r' },
    ...{ clientAddress: null, userAgent: null, time },
  };
  return toKeyEventMessage({ id: crypto.randomUUID(), stream, revision: 1, position, event, metadata });
}

function revoked(keyId: string): DomainEvent {
  return { type: 'KeyRevoked', data: { keyId, accountId: 'acme', reason: 'leaked', comment: null } };
}

describeOnKafka('examples/revocation-consumer', (addresses) => {
  describe('the consumer of revocations', () => {
    let broker: Broker;
    let producer: Producer;
    let app: INestMicroservice | undefined;
    const warnings: string[] = [];
    const logger = {
      log: () => undefined,
      error: (message: unknown) => void warnings.push(String(message)),
      warn: (message: unknown) => void warnings.push(String(message)),
    };

    beforeEach(async () => {
      broker = await openKafkaBroker({ brokers: addresses, namePrefix });
      await broker.ensureTopics([keyEventsTopic, keyStateTopic]);
      producer = new Kafka({ brokers: [...addresses], logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
    }, testMsMax);

    afterEach(async () => {
      await app?.close();
      await producer.disconnect();
      await broker.close();
    }, testMsMax);

    it(
      'begins with what holds, drops the sessions of keys that are revoked, and passes by what it cannot read',
      async () => {
        await broker.publish(keyStateTopic.name, [
          keyState('key_bad', 'active', 1n),
          keyState('key_bad', 'revoked', 4n),
          keyState('key_good', 'active', 2n),
          keyState('key_old', 'revoked', 3n),
          toTombstone({ keyId: 'key_old', position: 5n }, time),
          toKeyStateMessage(
            { kind: 'account', accountId: 'globex', apiAccess: false, profile: 'keyledger', position: 6n },
            time,
          ),
        ]);
        app = await startConsumer({ brokers: addresses, logger });
        const [list, sessions] = [app.get(DenyList), app.get(Sessions)];
        expect(list.isDenied('key_bad', 'acme')).toBe(true);
        expect(list.isDenied('key_old', 'acme')).toBe(false);
        expect(list.isDenied('key_any', 'globex')).toBe(true);
        expect(list.size).toBe(2);

        for (const id of ['one', 'two']) sessions.add({ id, keyId: 'key_good', accountId: 'acme' });
        sessions.add({ id: 'other', keyId: 'key_other', accountId: 'acme' });
        for (const topic of [keyEventsTopic, keyStateTopic]) {
          const headers = { ce_position: '9', ce_sequence: '9' };
          const bad = [
            { value: 'secret?' },
            { value: '{}', headers },
            { value: '[1', headers },
            { value: null },
            { key: 'k', value: Buffer.from([0, 255]), headers },
          ];
          for (const each of bad)
            await producer.send({
              topic: `${namePrefix}${topic.name}`,
              messages: [{ key: 'key_good', ...each }],
            });
        }
        await broker.publish(keyEventsTopic.name, [keyEvent(revoked('key_good'), 10n)]);
        await waitFor(() => list.isDenied('key_good', 'acme'), waits);
        expect(['one', 'two', 'other'].map((id) => sessions.has(id))).toEqual([false, false, true]);
        await waitFor(() => warnings.length === 10, waits);
        expect(warnings.every((line) => /^message .* is passed by: /.test(line))).toBe(true);
        expect(warnings.join()).not.toContain('secret');

        // What was published again, or is older, changes nothing.
        await broker.publish(keyStateTopic.name, [keyState('key_good', 'active', 2n)]);
        await broker.publish(keyEventsTopic.name, [
          keyEvent(
            { type: 'ApiAccessDisabled', data: { accountId: 'acme', reason: 'policy', comment: null } },
            11n,
          ),
        ]);
        await waitFor(() => !sessions.has('other'), waits);
        expect(list.isDenied('key_good', 'acme')).toBe(true);

        // Another start knows it all again.
        await app.close();
        app = await startConsumer({ brokers: addresses, logger });
        const again = app.get(DenyList);
        await waitFor(() => again.isDenied('key_any', 'acme') && again.isDenied('key_good', 'x'), waits);
        expect(again.isDenied('key_bad', 'x')).toBe(true);
      },
      testMsMax,
    );
  });
});
