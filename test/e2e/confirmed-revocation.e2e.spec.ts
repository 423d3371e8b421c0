import { expect, it } from '@jest/globals';
import type {
  ConfirmableChangeAnswer,
  KeyCreatedAnswer,
  RevocationAnswer,
  VerdictAnswer,
  VerifierListAnswer,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { apiOf } from './api.js';
import type { Deployment } from './deployments/deployment.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const testMsMax = 120_000;

/** Verifiers as the register shows them. */
async function verifiersOf({ apiUrl, rootKey }: Deployment): Promise<VerifierListAnswer['items']> {
  return (await apiOf(apiUrl, rootKey).get<VerifierListAnswer>('/v1/verifiers')).body.items;
}

async function revokeNewKey({ apiUrl, rootKey }: Deployment, account: string, waitSeconds: number) {
  const admin = apiOf(apiUrl, rootKey);
  await admin.post('/v1/accounts', { slug: account, name: 'Acme' });
  const created = await admin.post<KeyCreatedAnswer>(`/v1/accounts/${account}/keys`, {
    name: 'to be revoked',
    scopes: ['orders:*'],
  });
  const { key, value } = created.body;
  const response = await fetch(`${apiUrl}/v1/keys/${key.id}/revoke`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${rootKey}`,
      'content-type': 'application/json',
      prefer: `wait=${waitSeconds}`,
    },
    body: JSON.stringify({ reason: 'leaked' }),
  });
  expect(response.headers.get('preference-applied')).toBe(`wait=${waitSeconds}`);
  return { value, answer: (await response.json()) as ConfirmableChangeAnswer };
}

describeDeployments(
  'a revocation that is waited for',
  ['all-in-one', 'apart-postgres', 'apart-kafka-eventstoredb'],
  (deployed) => {
    it(
      'is answered when every verifier has it: none of them accepts the key, asked without a position',
      async () => {
        const deployment = deployed();
        const { apiUrl, rootKey, verifierUrls } = deployment;
        await waitFor(async () => (await verifiersOf(deployment)).length === verifierUrls.length);
        const { value, answer } = await revokeNewKey(deployment, 'acme', 60);
        expect(answer.confirmation).toMatchObject({ complete: true, missing: [] });
        const outcomes = answer.confirmation?.verifiers?.map(({ outcome }) => outcome);
        expect(outcomes).toEqual(verifierUrls.map(() => 'applied'));
        for (const url of verifierUrls) {
          const { body } = await apiOf(url, rootKey).post<VerdictAnswer>('/v1/verify', { key: value });
          expect(body.code).toBe('KEY_REVOKED');
        }
        const later = await apiOf(apiUrl, rootKey).get<RevocationAnswer>(
          `/v1/revocations/${answer.position}`,
        );
        expect(later.body).toMatchObject({ complete: true, verifiers: answer.confirmation?.verifiers });
      },
      testMsMax,
    );
  },
  { size: { projector: 1, verifier: 3, auditor: 0 } },
);

describeDeployments(
  'a revocation that one of three verifiers cannot confirm',
  ['apart-postgres'],
  (deployed) => {
    it(
      'names the one that was killed for as long as it has a lease, and is complete without it afterwards',
      async () => {
        const deployment = deployed();
        await waitFor(async () => (await verifiersOf(deployment)).length === 3);
        await deployment.fleet.kill('verifier 2');
        const early = await revokeNewKey(deployment, 'early', 1);
        const missing = early.answer.confirmation?.missing ?? [];
        expect([early.answer.confirmation?.complete, missing.length]).toEqual([false, 1]);

        const late = await revokeNewKey(deployment, 'late', 60);
        expect(late.answer.confirmation).toMatchObject({ complete: true, missing: [] });
        const outcomes = late.answer.confirmation?.verifiers?.map(({ id, state, outcome }) =>
          id === missing[0] ? [state, outcome] : outcome,
        );
        expect(outcomes).toHaveLength(3);
        expect(outcomes).toEqual(expect.arrayContaining(['applied', ['lapsed', 'refusing'], 'applied']));
        await deployment.fleet.restart('verifier 2');
      },
      testMsMax,
    );

    it(
      'has forgotten one that was stopped in order',
      async () => {
        const deployment = deployed();
        const before = await verifiersOf(deployment);
        await deployment.fleet.of('verifier 3').stop();
        const after = await verifiersOf(deployment);
        expect(before.filter(({ state }) => state === 'live')).toHaveLength(
          after.filter(({ state }) => state === 'live').length + 1,
        );
        await deployment.fleet.restart('verifier 3');
      },
      testMsMax,
    );
  },
  { env: { STALENESS_MAX_MS: '1000' }, size: { projector: 1, verifier: 3, auditor: 0 } },
);
