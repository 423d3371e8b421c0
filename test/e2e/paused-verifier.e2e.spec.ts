import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { ChangedAnswer, KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import { type SpawnedApp, waitFor } from '@keyledger/testing';
import type { Api } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const questionsOfEach = 10;
const testMsMax = 120_000;

interface Pause {
  /** How often. */
  readonly rounds: number;
  readonly pauseMs: number;
  /** Less than the pause, or nothing is tried. */
  readonly stalenessMaxMs: number;
}

/**
 * A machine that swaps, a container that is frozen, a laptop that is closed: the process does not notice, its clock does.
 * Not on all-in-one, where whoever could revoke the key meanwhile is frozen too.
 */
function describePaused(
  names: readonly ('apart-postgres' | 'apart-kafka-eventstoredb')[],
  { rounds, pauseMs, stalenessMaxMs }: Pause,
): void {
  describeDeployments(
    `a verifier that was paused for ${pauseMs} ms, longer than a STALENESS_MAX_MS of ${stalenessMaxMs}`,
    names,
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
          await delay(pauseMs); // what is tried here is the passing of this very time
          verifier.process.kill('SIGCONT');
          asked.push(...Array.from({ length: questionsOfEach }, codeNow));

          const codes = new Set(await Promise.all(asked));
          for (const code of codes) expect(['STALE', 'OVERLOADED', 'KEY_REVOKED']).toContain(code);
          await waitFor(async () => (await codeNow()) === 'KEY_REVOKED', {
            what: 'the verifier to be fresh again',
          });
        },
        testMsMax,
      );
    },
    { env: { STALENESS_MAX_MS: String(stalenessMaxMs) }, size: { projector: 1, verifier: 1, auditor: 0 } },
  );
}

describePaused(['apart-postgres', 'apart-kafka-eventstoredb'], {
  ...{ rounds: 5, pauseMs: 401, stalenessMaxMs: 400 },
});
/** The bound that verifiers come with. */
describePaused(['apart-postgres'], { rounds: 1, pauseMs: 10_000, stalenessMaxMs: 5_000 });
