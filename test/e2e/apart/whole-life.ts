import { describe, expect, it } from '@jest/globals';
import type { AuditPageAnswer, ChangedAnswer } from '@keyledger/contracts';
import type { Member } from '../deployments/fleet.js';
import { type Acme, total } from './acme.js';

const steps = [
  ['scopes', 'orders:DeleteOrder', 'INSUFFICIENT_SCOPE'],
  ['disable', 'orders:ListOrders', 'KEY_DISABLED'],
  ['enable', 'orders:ListOrders', 'VALID'],
  ['revoke', 'orders:ListOrders', 'KEY_REVOKED'],
] as const;

function change(acme: Acme, path: string, action: (typeof steps)[number][0]) {
  if (action === 'scopes') {
    return acme.admin.put<ChangedAnswer>(`${path}/scopes`, { scopes: ['orders:ListOrders'] });
  }
  return acme.admin.post<ChangedAnswer>(`${path}/${action}`, action === 'enable' ? {} : { reason: 'leaked' });
}

export function describeWholeLife(acmeOf: () => Acme): void {
  describe('while all is well', () => {
    it('are ready by checks of their own', async () => {
      const checksOf = async (member: Member) => {
        const answer = await acmeOf()
          .fleet.api(member)
          .get<{ readonly checks: readonly { readonly name: string }[] }>('/readyz');
        return answer.body.checks.map(({ name }) => name);
      };
      expect(await checksOf('projector 1')).toEqual(['database', 'projections', 'key events']);
      expect(await checksOf('auditor 1')).toEqual(['database', 'auditor']);
      expect(await checksOf('verifier 1')).toEqual(['verification-index']); // it answers from memory
    });

    it('lead a key through its life', async () => {
      const acme = acmeOf();
      const { key, value, position } = await acme.createKey(['orders:*']);
      const path = `/v1/keys/${key.id}`;
      expect(await acme.verdicts(value, 'orders:DeleteOrder', position)).toEqual(acme.everyVerifier('VALID'));
      let last = position;
      for (const [action, operation, code] of steps) {
        const changed = await change(acme, path, action);
        expect(changed.status).toBe(200);
        last = changed.body.position;
        expect(await acme.verdicts(value, operation, last)).toEqual(acme.everyVerifier(code));
      }

      const happened = ['KeyCreated', 'ScopesChanged', 'KeyDisabled', 'KeyEnabled', 'KeyRevoked'];
      const asOf = `minPosition=${last}`;
      const history = await acme.admin.get<AuditPageAnswer>(`${path}/history?${asOf}`);
      expect(history.body.items.map(({ type }) => type)).toEqual(happened);
      const audit = await acme.admin.get<AuditPageAnswer>(`/v1/audit?key=${key.id}&${asOf}`);
      expect(audit.body.items.map(({ type }) => type)).toEqual(happened.toReversed());
      const each = acme.fleet.verifiers.length;
      const counts = {
        ...{ VALID: 2 * each, INSUFFICIENT_SCOPE: each, KEY_DISABLED: each, KEY_REVOKED: each },
      };
      expect(await acme.counted(key.id, total(counts))).toEqual(counts);
    });
  });
}
