import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import {
  type SpawnedApp,
  type TestDatabase,
  createTestDatabase,
  spawnApp,
  waitFor,
} from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf } from './api.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const testMsMax = 120_000;

let database: TestDatabase;
let directory: string;
let stepFile: string;
let apps: SpawnedApp[] = [];
let verifier: SpawnedApp;
let admin: Api;
let verifierApi: Api;

beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'keyledger-clock-'));
  stepFile = join(directory, 'step');
  const env = { DATABASE_URL: database.url };
  const clock = pathToFileURL(join(process.cwd(), 'test', 'e2e', 'stepped-clock.mjs')).href;
  const stepped = { ...env, NODE_OPTIONS: `--import=${clock}`, CLOCK_STEP_FILE: stepFile };
  apps = await Promise.all([
    spawnApp({ app: 'command-api', env }),
    spawnApp({ app: 'projector', env }),
    spawnApp({ app: 'verifier', env: stepped }),
  ]);
  const [api, , spawned] = apps;
  if (api === undefined || spawned === undefined) throw new Error('There are three.');
  verifier = spawned;
  const shown = await waitFor(() => /^Root admin key, shown this once: (\S+)$/m.exec(api.output.text()));
  [admin, verifierApi] = [apiOf(api.baseUrl, shown[1] ?? ''), apiOf(spawned.baseUrl, shown[1] ?? '')];
  await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
}, testMsMax);

afterAll(async () => {
  const exitCodes = await Promise.all(apps.map((app) => app.stop()));
  await database.drop();
  await rm(directory, { recursive: true, force: true });
  expect(exitCodes).toEqual(apps.map(() => 0));
}, testMsMax);

/** Of the verifier alone, and by how much it is then off. */
async function stepClock(byMs: number): Promise<void> {
  const saidBefore = stepsSaid();
  await writeFile(stepFile, String(byMs));
  verifier.process.kill('SIGUSR2');
  await waitFor(() => stepsSaid() > saidBefore, { what: 'the clock to have stepped' });
}

function stepsSaid(): number {
  return verifier.output.text().split('clock stepped by').length;
}

async function createKey(expiresAt: string | null): Promise<KeyCreatedAnswer> {
  const body = { name: 'a key', scopes: ['orders:*'], ...(expiresAt === null ? {} : { expiresAt }) };
  const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', body);
  expect(created.status).toBe(201);
  return created.body;
}

async function codeOf(value: string): Promise<string> {
  return (await verifierApi.post<VerdictAnswer>('/v1/verify', { key: value })).body.code;
}

/** What it says until it says that. */
async function codesUntil(value: string, last: string): Promise<readonly string[]> {
  const codes: string[] = [];
  await waitFor(
    async () => {
      codes.push(await codeOf(value));
      return codes.at(-1) === last;
    },
    { what: last },
  );
  return codes;
}

describe('a verifier whose wall clock is set', () => {
  it.each([
    ['forward', dayMs],
    ['back', -dayMs],
  ])(
    '%s by a day judges expiries by it, and nothing else: revocations count at once',
    async (_, byMs) => {
      const expiring = await createKey(new Date(Date.now() + hourMs).toISOString());
      const lasting = await createKey(null);
      for (const { value } of [expiring, lasting]) await codesUntil(value, 'VALID');

      await stepClock(byMs);
      const onExpiring = byMs > 0 ? 'KEY_EXPIRED' : 'VALID';
      // Set forward it cannot tell that from having slept, and refuses until it has asked the log.
      for (const code of await codesUntil(expiring.value, onExpiring)) {
        expect(['STALE', onExpiring]).toContain(code);
      }
      for (const code of await codesUntil(lasting.value, 'VALID')) expect(['STALE', 'VALID']).toContain(code);

      const path = `/v1/keys/${lasting.key.id}/revoke`;
      expect((await admin.post(path, { reason: 'leaked' })).status).toBe(200);
      await codesUntil(lasting.value, 'KEY_REVOKED');

      await stepClock(0);
      await codesUntil(expiring.value, 'VALID');
      expect(await codesUntil(lasting.value, 'KEY_REVOKED')).not.toContain('VALID');
    },
    testMsMax,
  );
});
