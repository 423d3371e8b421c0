import { beforeAll, describe, expect, it } from '@jest/globals';
import type {
  KeyCreatedAnswer,
  ReviewAnswer,
  ReviewAppliedAnswer,
  ReviewSummaryAnswer,
  VerdictAnswer,
} from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { type Api, apiOf } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

interface Asked {
  readonly operation: string;
  readonly clientAddress: string;
}

const rehearsed: readonly Asked[] = [
  { operation: 'orders:List', clientAddress: '192.0.2.7' },
  { operation: 'orders:Create', clientAddress: '192.0.3.8' },
  { operation: 'orders:List', clientAddress: '2001:db8:1::1' },
];

describeDeployments('the review of an account', ['all-in-one'], (deployed) => {
  const review = '/v1/accounts/acme/review';
  let admin: Api;
  let verifier: Api;
  let crm: KeyCreatedAnswer;

  beforeAll(async () => {
    admin = apiOf(deployed().apiUrl, deployed().rootKey);
    verifier = apiOf(deployed().verifierUrls[0] ?? '', deployed().rootKey);
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
    const body = { name: 'CRM integration', scopes: ['orders:*', 'people:*'], environment: 'production' };
    crm = (await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', body)).body;
  });

  async function codesOf(asked: readonly Asked[], minPosition: string): Promise<readonly string[]> {
    const codes: string[] = [];
    for (const each of asked) {
      const question = { key: crm.value, minPosition, ...each };
      codes.push((await verifier.post<VerdictAnswer>('/v1/verify', question)).body.code);
    }
    return codes;
  }

  describe('from use to fewer rights', () => {
    it('finds what a key holds and does not use, and its proposal lets in all that was let in (WX-10, WX-11)', async () => {
      expect(await codesOf(rehearsed, crm.position)).toEqual(rehearsed.map(() => 'VALID'));
      const found = await waitFor(async () => {
        const { body } = await admin.get<ReviewAnswer>(`${review}?finding=over-scoped`);
        return body.items.find((item) => item.usedNetworks.length === rehearsed.length);
      });
      expect(found).toMatchObject({
        key: { id: crm.key.id },
        unusedScopes: ['people:*'],
        proposal: { scopes: ['orders:Create', 'orders:List'] },
      });
      const summary = (await admin.get<ReviewSummaryAnswer>(`${review}/summary`)).body;
      expect(summary.findings).toContainEqual({
        ...{ finding: 'over-scoped', keys: 1 },
        view: `${review}?finding=over-scoped`,
      });
    });

    it('applies it, and what was never used is refused from then on', async () => {
      const parts = ['scopes', 'ip-allowlist'];
      const proposals = [{ keyId: crm.key.id, revision: crm.key.revision, apply: parts }];
      const { body } = await admin.post<ReviewAppliedAnswer>(`${review}/apply`, { proposals });
      expect(body.items).toMatchObject([{ outcome: 'applied', applied: parts }]);
      const position = String(body.position);
      expect(await codesOf(rehearsed, position)).toEqual(rehearsed.map(() => 'VALID'));
      const others = [
        { operation: 'orders:Delete', clientAddress: '192.0.2.7' },
        { operation: 'people:List', clientAddress: '192.0.2.7' },
        { operation: 'orders:List', clientAddress: '198.51.100.1' },
      ];
      expect(await codesOf(others, position)).toEqual([
        ...['INSUFFICIENT_SCOPE', 'INSUFFICIENT_SCOPE', 'ADDRESS_NOT_ALLOWED'],
      ]);
    });
  });

  describe('as a file', () => {
    it('is CSV with a line for each key', async () => {
      const response = await fetch(`${deployed().apiUrl}${review}`, {
        headers: { authorization: `Bearer ${deployed().rootKey}`, accept: 'text/csv' },
      });
      expect(response.headers.get('content-type')).toContain('text/csv');
      expect(response.headers.get('content-disposition')).toContain('acme-review.csv');
      const [head, line, ...rest] = (await response.text()).split('\r\n');
      expect(head?.split(',').slice(0, 2)).toEqual(['key_id', 'name']);
      expect(line?.split(',').slice(0, 2)).toEqual([crm.key.id, 'CRM integration']);
      expect(rest).toEqual(['']);
    });
  });
});
