import type { KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import {
  type AppName,
  type EventStoreDbStandIn,
  type Link,
  type SpawnedApp,
  type TestDatabase,
  createTestDatabase,
  openLink,
  spawnApp,
  startEventStoreDbStandIn,
  waitFor,
} from '@keyledger/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Api, apiOf } from './api.js';

const testMsMax = 180_000;
const waitMsMax = 60_000;

let database: TestDatabase;
let standIn: EventStoreDbStandIn;
let link: Link;
const apps: SpawnedApp[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  standIn = await startEventStoreDbStandIn();
  link = await openLink(database.url);
});

afterAll(async () => {
  link.restore();
  const exitCodes = await Promise.all(apps.map((app) => app.stop()));
  await link.close();
  await standIn.close();
  await database.drop();
  expect(exitCodes).toEqual(apps.map(() => 0));
}, testMsMax);

async function start(app: AppName): Promise<SpawnedApp> {
  const spawned = await spawnApp({ app, env: { DATABASE_URL: link.url, EVENT_LOG_URL: standIn.url } });
  apps.push(spawned);
  return spawned;
}

async function becomes(app: SpawnedApp, path: string, status: number): Promise<void> {
  await waitFor(async () => (await fetch(`${app.baseUrl}${path}`)).status === status, {
    ...{ timeoutMs: waitMsMax, what: `${path} to be ${status}` },
  });
}

async function verdictBecomes(verifier: Api, value: string, code: string): Promise<void> {
  const asked = async () => (await verifier.post<VerdictAnswer>('/v1/verify', { key: value })).body.code;
  await waitFor(async () => (await asked()) === code, { timeoutMs: waitMsMax, what: code });
}

it(
  'without Postgres keys are still created, verified and revoked where the log is in EventStoreDB; reads come back with it',
  async () => {
    const api = await start('command-api');
    const projector = await start('projector');
    const verifierApp = await start('verifier');
    const shown = await waitFor(() => /^Root admin key, shown this once: (\S+)$/m.exec(api.output.text()));
    const [admin, verifier] = [
      apiOf(api.baseUrl, shown[1] ?? ''),
      apiOf(verifierApp.baseUrl, shown[1] ?? ''),
    ];
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
    const createKey = async (name: string) => {
      const body = { name, scopes: ['orders:*'] };
      const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', body);
      expect(created.status).toBe(201);
      return created.body;
    };
    const before = await createKey('before');
    await verdictBecomes(verifier, before.value, 'VALID');

    link.cut();
    for (const app of [api, projector]) await becomes(app, '/readyz', 503);
    expect((await fetch(`${verifierApp.baseUrl}/readyz`)).status).toBe(200);
    const meanwhile = await createKey('meanwhile');
    await verdictBecomes(verifier, meanwhile.value, 'VALID');
    expect((await admin.post(`/v1/keys/${before.key.id}/revoke`, { reason: 'leaked' })).status).toBe(200);
    await verdictBecomes(verifier, before.value, 'KEY_REVOKED');
    expect(await admin.get('/v1/accounts/acme/keys')).toMatchObject({
      ...{ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } },
    });

    link.restore();
    for (const app of apps) await becomes(app, '/readyz', 200);
    const listed = `/v1/accounts/acme/keys?minPosition=${meanwhile.position}`;
    await waitFor(async () => (await admin.get(listed)).status === 200, {
      ...{ timeoutMs: waitMsMax, what: 'the read model to have caught up' },
    });
  },
  testMsMax,
);
