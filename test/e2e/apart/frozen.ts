import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
import type { Acme } from './acme.js';
import { waitMsMax } from './load.js';

const testMsMax = 180_000;

export function describeFrozen(acmeOf: () => Acme): void {
  describe('when one is frozen (SIGSTOP)', () => {
    it(
      'wait for nobody: others take over what it had, and when it goes on it finds that out',
      async () => {
        const acme = acmeOf();
        const each = acme.fleet.verifiers.length;
        const { key, value, position } = await acme.createKey(['orders:ListOrders']);
        const frozen = ['projector 1', 'auditor 1'] as const;
        for (const member of frozen) acme.fleet.of(member).process.kill('SIGSTOP');
        try {
          expect(await acme.verdicts(value, 'orders:ListOrders', position)).toEqual(
            acme.everyVerifier('VALID'),
          );
          await acme.counted(key.id, each);
          await acme.readModelsAt(position);
        } finally {
          for (const member of frozen) acme.fleet.of(member).process.kill('SIGCONT');
        }
        for (const member of frozen) {
          await waitFor(async () => (await acme.fleet.api(member).get('/readyz')).status === 200, {
            what: member,
            timeoutMs: waitMsMax,
          });
        }
        await acme.verdicts(value, 'orders:GetOrder', position);
        expect(await acme.counted(key.id, 2 * each)).toEqual({ VALID: each, INSUFFICIENT_SCOPE: each });
      },
      testMsMax,
    );
  });
}
