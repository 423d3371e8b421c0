import { describe, expect, it } from '@jest/globals';
import type { KeyCreatedAnswer, VerdictAnswer } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { apiOf } from './api.js';
import type { Deployment } from './deployments/deployment.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const testMsMax = 120_000;

async function createKey({ apiUrl, rootKey }: Deployment, name: string, limits: readonly object[]) {
  const admin = apiOf(apiUrl, rootKey);
  await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
  const wishes = { name, scopes: ['orders:*'], limits };
  return (await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', wishes)).body;
}

/** So many questions at once to one verifier; their codes. */
async function askTimes(
  { rootKey }: Deployment,
  url: string | undefined,
  { value, position }: KeyCreatedAnswer,
  times: number,
): Promise<readonly string[]> {
  const api = apiOf(url ?? '', rootKey);
  const asked = Array.from({ length: times }, () =>
    api.post<VerdictAnswer>('/v1/verify', { key: value, minPosition: position }),
  );
  return (await Promise.all(asked)).map(({ body }) => body.code);
}

const count = (codes: readonly string[], code = 'VALID'): number =>
  codes.filter((each) => each === code).length;

describeDeployments('keys with limits', ['all-in-one'], (deployed) => {
  it(
    'may be used exactly as often as they say, and gateways are told what is left',
    async () => {
      const deployment = deployed();
      const [url = ''] = deployment.verifierUrls;
      const key = await createKey(deployment, 'exact', [
        { name: 'hour', kind: 'sliding', requests: 40, window: 'PT1H' },
      ]);
      const codes = await askTimes(deployment, url, key, 100);
      expect([count(codes), count(codes, 'RATE_LIMITED')]).toEqual([40, 60]);
      const response = await fetch(`${url}/v1/authorize/acme`, {
        headers: { authorization: `Bearer ${key.value}` },
      });
      expect(response.status).toBe(429);
      expect(response.headers.get('ratelimit-policy')).toBe('"hour";q=40;w=3600');
      expect(response.headers.get('ratelimit')).toMatch(/^"hour";r=0;t=\d+$/);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await response.json()).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
    },
    testMsMax,
  );
});

describeDeployments(
  'keys with limits behind two verifiers',
  ['apart-postgres'],
  (deployed) => {
    describe('that share what there is', () => {
      it(
        'never may be used more often, even where one is killed with a share, nor credits spent twice',
        async () => {
          const deployment = deployed();
          const [first, second] = deployment.verifierUrls;
          const key = await createKey(deployment, 'shared', [
            { name: 'once', kind: 'credits', credits: 200, refill: null },
          ]);
          const both = await Promise.all([
            askTimes(deployment, first, key, 60),
            askTimes(deployment, second, key, 60),
          ]);
          const before = count(both.flat());
          expect(before).toBe(120);
          await deployment.fleet.kill('verifier 2');
          let total = before;
          await waitFor(async () => {
            const codes = await askTimes(deployment, first, key, 20);
            total += count(codes);
            return count(codes) === 0;
          });
          expect(total).toBeLessThanOrEqual(200);
          // What the one that was killed may have held.
          expect(total).toBeGreaterThan(150);
          await deployment.fleet.restart('verifier 2');
          const successor = deployment.verifierUrls.at(1);
          expect(count(await askTimes(deployment, successor, key, 20), 'QUOTA_EXCEEDED')).toBe(20);
        },
        testMsMax,
      );
    });
  },
  { size: { projector: 1, verifier: 2, auditor: 0 } },
);
