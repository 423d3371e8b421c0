import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { ChangedAnswer, KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import { type SpawnedApp, waitFor } from '@keyledger/testing';
import type { Api } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const stalenessMaxMs = 400;
const rounds = 5;
const questionsOfEach = 10;

/**
 * A machine that swaps, a container that is frozen, a laptop that is closed: the process does not notice, its clock does.
 * Not on all-in-one, where whoever could revoke the key meanwhile is frozen too.
 */
describeDeployments(
  'a verifier that was paused for longer than STALENESS_MAX_MS',
  ['apart-postgres', 'apart-kafka-eventstoredb'],
  (deployed) => {
    let admin: Api;
    let verifier: SpawnedApp;
    let verifierApi: Api;

    beforeAll(async () => {
      const { fleet } = deployed();
      admin = fleet.api('command-api');
      verifier = fleet.of('verifier 1');
      verifierApi = fleet.api('verifier 1');
      await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
    });

    it.each(Array.from({ length: rounds }, (_, round) => round + 1))(
      'never calls a key valid that was revoked meanwhile (round %i)',
      async () => {
        const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
          name: 'to be revoked',
          scopes: ['orders:*'],
        });
        const { key, value } = created.body;
        const codeNow = async () => {
          return (await verifierApi.post<VerdictAnswer>('/v1/verify', { key: value })).body.code;
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
        for (const code of codes) expect(['STALE', 'OVERLOADED', 'KEY_REVOKED']).toContain(code);
        await waitFor(async () => (await codeNow()) === 'KEY_REVOKED', {
          what: 'the verifier to be fresh again',
        });
      },
    );
  },
  { env: { STALENESS_MAX_MS: String(stalenessMaxMs) }, size: { projector: 1, verifier: 1, auditor: 0 } },
);
