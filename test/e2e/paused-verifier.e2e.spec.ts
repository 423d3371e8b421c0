import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChangedAnswer, KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import { mintKey } from '@keyledger/domain';
import {
  type SpawnedApp,
  type TestDatabase,
  createTestDatabase,
  spawnApp,
  waitFor,
} from '@keyledger/testing';
import { apiOf } from './api.js';

const stalenessMaxMs = 400;
const rounds = 5;
const questionsOfEach = 10;

/** A machine that swaps, a container that is frozen, a laptop that is closed: the process does not notice, its clock does. */
describe('a verifier that was paused for longer than STALENESS_MAX_MS', () => {
  const rootKey = mintKey({ mode: 'live', randomBytes });
  let database: TestDatabase;
  let apps: readonly SpawnedApp[];
  let commandApi: SpawnedApp;
  let verifier: SpawnedApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    const env = {
      DATABASE_URL: database.url,
      KEYLEDGER_ROOT_KEY: rootKey,
      STALENESS_MAX_MS: String(stalenessMaxMs),
    };
    [commandApi, verifier] = await Promise.all([
      spawnApp({ app: 'command-api', env }),
      spawnApp({ app: 'verifier', env }),
    ]);
    apps = [commandApi, verifier];
    await apiOf(commandApi.baseUrl, rootKey).post('/v1/accounts', { slug: 'acme', name: 'Acme' });
  });

  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await database.drop();
  });

  it.each(Array.from({ length: rounds }, (_, round) => round + 1))(
    'never calls a key valid that was revoked meanwhile (round %i)',
    async () => {
      const admin = apiOf(commandApi.baseUrl, rootKey);
      const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
        name: 'to be revoked',
        scopes: ['orders:*'],
      });
      const { key, value } = created.body;
      const codeNow = async () => {
        const api = apiOf(verifier.baseUrl, rootKey);
        return (await api.post<VerdictAnswer>('/v1/verify', { key: value })).body.code;
      };
      await waitFor(async () => (await codeNow()) === 'VALID', { what: 'the key to be known' });

      verifier.process.kill('SIGSTOP');
      const revoked = await admin.post<ChangedAnswer>(`/v1/keys/${key.id}/revoke`, { reason: 'leaked' });
      expect(revoked.status).toBe(200);
      const asked = Array.from({ length: questionsOfEach }, codeNow);
      await delay(stalenessMaxMs + 1); // what is tried here is the passing of this very time
      verifier.process.kill('SIGCONT');
      asked.push(...Array.from({ length: questionsOfEach }, codeNow));

      const codes = new Set(await Promise.all(asked));
      for (const code of codes) expect(['STALE', 'KEY_REVOKED']).toContain(code);
      await waitFor(async () => (await codeNow()) === 'KEY_REVOKED', {
        what: 'the verifier to be fresh again',
      });
    },
  );
});
