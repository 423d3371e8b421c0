import { type AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { describeOnKafka } from '@keyledger/broker/adapters/kafka/spec-on-kafka';
import type { KeyCreatedAnswer, KeyUsageAnswer, VerdictAnswer } from '@keyledger/contracts';
import {
  type AppName,
  type AppProcess,
  type EventStoreDbStandIn,
  OwnKafka,
  type TestDatabase,
  createTestDatabase,
  spawnAppProcess,
  startEventStoreDbStandIn,
  waitFor,
} from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf } from './api.js';

const names = ['command-api', 'projector', 'verifier', 'auditor'] as const satisfies readonly AppName[];
const testMsMax = 180_000;
const waitMsMax = 60_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function said(apps: readonly AppProcess[], what: RegExp): Promise<readonly string[]> {
  const find = ({ output }: AppProcess) => what.exec(output.text())?.[1];
  return waitFor(
    () => {
      const found = apps.map(find).filter((text) => text !== undefined);
      return found.length === apps.length ? found : null;
    },
    { timeoutMs: waitMsMax, what: `every app to say ${what.source}` },
  );
}

describeOnKafka('apps that are started before their servers', () => {
  describe('apps that are started before their servers', () => {
    let eventStoreDb: EventStoreDbStandIn | undefined;
    let kafka: OwnKafka | undefined;
    let apps: readonly AppProcess[] = [];

    afterAll(async () => {
      const exitCodes = await Promise.all(apps.map((app) => app.stop()));
      await Promise.all([eventStoreDb?.close(), kafka?.stop()]);
      expect(exitCodes).toEqual(apps.map(() => 0));
    }, testMsMax);

    it(
      'wait for what they need: verdicts need no broker, and are counted when there is one',
      async () => {
        eventStoreDb = await startEventStoreDbStandIn();
        eventStoreDb.kill();
        const port = await freePort();
        const env = {
          DATABASE_URL: database.url,
          EVENT_LOG_URL: eventStoreDb.url,
          BROKER_URL: `kafka://127.0.0.1:${port}`,
        };
        apps = names.map((app) => spawnAppProcess({ app, env }));
        await said(apps, /"msg":"(waiting for the event log)"/);
        await eventStoreDb.restart();
        const address = /"address":"(http:[^"]+)"/;
        const [api, projector, verifying, auditor] = apps as [AppProcess, AppProcess, AppProcess, AppProcess];
        await said([projector, auditor], /"msg":"(waiting for the broker)"/);
        const [apiUrl = '', verifierUrl = ''] = await said([api, verifying], address);
        const [rootKey = ''] = await said(apps.slice(0, 1), /^Root admin key, shown this once: (\S+)$/m);

        for (const url of [apiUrl, verifierUrl]) {
          await waitFor(async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: waitMsMax });
        }
        const admin = apiOf(apiUrl, rootKey);
        const verifier = apiOf(verifierUrl, rootKey);
        await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
        const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
          ...{ name: 'late', scopes: ['orders:*'] },
        });
        expect(created.status).toBe(201);
        const { key, value, position } = created.body;
        // The projector is not there yet, so only a verifier that follows the log can know the key.
        const question = { key: value, operation: 'orders:ListOrders', minPosition: position };
        const verdict = await waitFor(async () => {
          const answer = await verifier.post<VerdictAnswer>('/v1/verify', question);
          return answer.body.keyId === null ? null : answer.body;
        });
        expect(verdict.code).toBe('VALID');
        kafka = await OwnKafka.start({ port });
        await said([projector, auditor], address);
        await waitFor(
          async () => {
            const { body } = await admin.get<KeyUsageAnswer>(`/v1/keys/${key.id}/usage`);
            return body.items[0]?.count === 1;
          },
          { timeoutMs: waitMsMax, what: 'the use to be counted' },
        );
      },
      testMsMax,
    );
  });
});

describe('an address that is none is one line and exit code 1:', () => {
  it.each([
    ['EVENT_LOG_URL', 'http://esdb:2113'],
    ['EVENT_LOG_URL', 'esdb://127.0.0.1:2113?tls=maybe'],
    ['BROKER_URL', 'amqp://broker'],
    ['BROKER_URL', 'kafka://'],
    ['BROKER_URL', 'kafka://broker:9092?acks=0'],
  ])('%s=%s', async (name, url) => {
    const env = { DATABASE_URL: database.url, LOG_LEVEL: 'error', [name]: url };
    const app = spawnAppProcess({ app: 'projector', env });
    const code = await app.exited;
    const lines = app.output.text().trimEnd().split('\n');
    expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringContaining(name)] });
  });
});

describe('a server that does not come is one line and exit code 1, after a while:', () => {
  it(
    'EventStoreDB, Kafka',
    async () => {
      const addresses = { EVENT_LOG_URL: 'esdb://127.0.0.1:1?tls=false', BROKER_URL: 'kafka://127.0.0.1:1' };
      const ended = Object.entries(addresses).map(async ([name, url]) => {
        const env = { DATABASE_URL: database.url, LOG_LEVEL: 'error', [name]: url };
        const app = spawnAppProcess({ app: 'auditor', env });
        return { code: await app.exited, lines: withoutNodeWarnings(app.output.text()) };
      });
      const oneLine = (name: string) => ({ code: 1, lines: [expect.stringContaining(`check ${name}`)] });
      expect(await Promise.all(ended)).toEqual([oneLine('EVENT_LOG_URL'), oneLine('BROKER_URL')]);
    },
    testMsMax,
  );
});

/** Kafka's client makes Node warn of a negative timeout, see `docs/kafka.md`; the `start:` scripts turn that off. */
function withoutNodeWarnings(text: string): readonly string[] {
  const warning = /^\(node:\d+\) TimeoutNegativeWarning|^Timeout duration|^\(Use `node/;
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !warning.test(line));
}
