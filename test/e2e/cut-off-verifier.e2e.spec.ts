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
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiOf } from './api.js';

const keysCount = 30;
const testMsMax = 180_000;
const stalenessMaxMs = 600;
/** What a verifier may say of a key that has been revoked, once it has said STALE. */
const neverValid = ['STALE', 'OVERLOADED', 'KEY_REVOKED'];

interface Started {
  readonly admin: Api;
  /** Its connection to the log, and nothing else, goes over the link. */
  readonly cutOff: Api;
  readonly connected: Api;
}

describe.each(['postgres', 'eventstoredb'] as const)(
  'a verifier that alone cannot hear the log (%s)',
  (log) => {
    let database: TestDatabase;
    let standIn: EventStoreDbStandIn | undefined;
    let link: Link;
    const apps: SpawnedApp[] = [];
    let started: Started;

    beforeAll(async () => {
      database = await createTestDatabase();
      if (log === 'eventstoredb') standIn = await startEventStoreDbStandIn();
      const logUrl = standIn?.url ?? database.url;
      link = await openLink(logUrl);
      const start = async (app: AppName, more: Readonly<Record<string, string>> = {}) => {
        const env = { DATABASE_URL: database.url, EVENT_LOG_URL: logUrl, ...more };
        const spawned = await spawnApp({ app, env });
        apps.push(spawned);
        return spawned;
      };
      const api = await start('command-api');
      await start('projector');
      const overLink = { EVENT_LOG_URL: link.url, STALENESS_MAX_MS: String(stalenessMaxMs) };
      const verifiers = [await start('verifier', overLink), await start('verifier')];
      const shown = await waitFor(() => /^Root admin key, shown this once: (\S+)$/m.exec(api.output.text()));
      const [admin, cutOff, connected] = [api, ...verifiers].map(({ baseUrl }) =>
        apiOf(baseUrl, shown[1] ?? ''),
      );
      if (!admin || !cutOff || !connected) throw new Error('There are three.');
      started = { admin, cutOff, connected };
      await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
    }, testMsMax);

    afterAll(async () => {
      link.restore();
      const exitCodes = await Promise.all(apps.map((app) => app.stop()));
      await link.close();
      await standIn?.close();
      await database.drop();
      expect(exitCodes).toEqual(apps.map(() => 0));
    }, testMsMax);

    async function createKeys(): Promise<readonly { readonly id: string; readonly value: string }[]> {
      const keys = [];
      for (let n = 0; n < keysCount; n++) {
        const { body } = await started.admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
          ...{ name: `key ${n}`, scopes: ['orders:*'] },
        });
        keys.push({ id: body.key.id, value: body.value });
      }
      return keys;
    }

    async function codeOf(verifier: Api, value: string): Promise<string> {
      return (await verifier.post<VerdictAnswer>('/v1/verify', { key: value })).body.code;
    }

    async function becomes(verifier: Api, value: string, code: string): Promise<void> {
      await waitFor(async () => (await codeOf(verifier, value)) === code, { what: code, timeoutMs: 60_000 });
    }

    it.each(['cut', 'freeze'] as const)(
      'accepts none of the keys that are revoked meanwhile, when it cannot (%s) or when it can again',
      async (fault) => {
        const { admin, cutOff, connected } = started;
        const keys = await createKeys();
        for (const { value } of keys) {
          await becomes(cutOff, value, 'VALID');
          await becomes(connected, value, 'VALID');
        }
        link[fault]();
        for (const { id } of keys) expect(await revoke(admin, id)).toBe(200);
        for (const { value } of keys) {
          await becomes(connected, value, 'KEY_REVOKED');
          await becomes(cutOff, value, 'STALE');
        }

        link.restore();
        const codes = new Set<string>();
        do {
          codes.clear();
          for (const { value } of keys) codes.add(await codeOf(cutOff, value));
          for (const code of codes) expect(neverValid).toContain(code);
        } while (codes.size > 1 || !codes.has('KEY_REVOKED'));
      },
      testMsMax,
    );
  },
);

async function revoke(admin: Api, id: string): Promise<number> {
  return (await admin.post(`/v1/keys/${id}/revoke`, { reason: 'leaked' })).status;
}
