import type { ReceivedMessage } from '@keyledger/broker';
import { describeOnKafka } from '@keyledger/broker/adapters/kafka/spec-on-kafka';
import { StartupError, loadConfig } from '@keyledger/platform';
import { OwnKafka, type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { openInfrastructure } from './infrastructure.js';

const logger = pino({ level: 'silent' });
const kafkaStartMsMax = 120_000;
/** Longer than the test may take: whoever waits for a cluster that refuses fails. */
const waitMsMax = 600_000;
const topic = { name: 'tried.v1', partitions: 1, cleanup: 'delete', retentionMs: 3_600_000 } as const;

describeOnKafka('Kafka by TLS and SASL', () => {
  describe('Kafka by TLS and SASL', () => {
    let kafka: OwnKafka;
    let database: TestDatabase;

    beforeAll(async () => {
      [kafka, database] = await Promise.all([OwnKafka.start({ secure: true }), createTestDatabase()]);
    }, kafkaStartMsMax);

    afterAll(async () => {
      await Promise.all([kafka.stop(), database.drop()]);
    });

    function open({ password = kafka.secure.password, query = '' }) {
      const { user, address } = kafka.secure;
      const BROKER_URL = `kafka+ssl://${user}:${password}@${address}?${query}`;
      const config = loadConfig({ DATABASE_URL: database.url, BROKER_URL });
      return openInfrastructure(config, { name: 'secured', logger, waitMsMax });
    }
    const trusting = () => `ca=${kafka.secure.authorityFile}`;

    async function refusal(options: Parameters<typeof open>[0]): Promise<string> {
      const failure: unknown = await open(options).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StartupError);
      return (failure as StartupError).message;
    }

    it.each(['plain', 'scram-sha-512'])('publishes and consumes as a user by %s', async (mechanism) => {
      const { broker, close } = await open({ query: `${trusting()}&sasl=${mechanism}&prefix=${mechanism}.` });
      await broker.ensureTopics([topic]);
      await broker.publish(topic.name, [{ key: 'k', id: 'one', headers: {}, value: 'said in private' }]);
      const received: ReceivedMessage[] = [];
      await broker.consume({
        ...{ topic: topic.name, group: 'g' },
        handler: async ({ messages }) => void received.push(...messages),
      });
      await waitFor(() => received.length > 0);
      expect(received).toMatchObject([{ key: 'k', id: 'one', value: 'said in private' }]);
      await close();
    });

    it.each(['plain', 'scram-sha-512'])('does not start with a wrong password by %s', async (mechanism) => {
      const message = await refusal({ password: 'TopSecret', query: `${trusting()}&sasl=${mechanism}` });
      expect(message).toMatch(/^the broker refuses us: SASL .*authentication failed.*: check BROKER_URL$/);
      expect(message).not.toContain('TopSecret');
    });

    it('does not start by a mechanism that the cluster does not have', async () => {
      const message = await refusal({ query: `${trusting()}&sasl=scram-sha-256` });
      expect(message).toMatch(/^the broker refuses us: .*SASL mechanism.*: check BROKER_URL$/);
    });

    it('does not start where nobody vouches for the cluster’s certificate', async () => {
      const message = await refusal({});
      expect(message).toMatch(/^the broker refuses us: .*self-signed certificate.*: check BROKER_URL$/);
    });
  });
});
