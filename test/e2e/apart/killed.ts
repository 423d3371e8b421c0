import { describe, expect, it } from '@jest/globals';
import { type Acme, total } from './acme.js';
import { testMsMax, underLoad } from './under-load.js';

/**
 * A verifier that is killed takes with it what it had not published: requests wait 150 ms for others to share their
 * publication, which then takes its time on a busy machine. Nothing else that was answered goes uncounted.
 */
const unpublishedMsMax = 2_000;

function describeKilledProjectors(acmeOf: () => Acme): void {
  it.each(['projector 1', 'projector 2'] as const)(
    'of %s: the other one takes over, and nothing is missing or done twice',
    async (projector) => {
      const acme = acmeOf();
      const { load } = await underLoad(acme, async () => {
        await acme.fleet.kill(projector);
        const { position } = await acme.createKey(['orders:*']);
        await acme.readModelsAt(position);
        await acme.fleet.restart(projector);
      });
      expect(load.unavailable).toEqual([]);
      await acme.expectNothingLost(load.acknowledged);
    },
    testMsMax,
  );
}

function describeKilledAuditors(acmeOf: () => Acme): void {
  it.each(['auditor 1', 'auditor 2'] as const)(
    'of %s: the other one takes over, and every request is counted once',
    async (auditor) => {
      const acme = acmeOf();
      const { load, keyId, answered } = await underLoad(acme, async (running, id) => {
        await acme.fleet.kill(auditor);
        await acme.counted(id, running.answered.length);
        await acme.fleet.restart(auditor);
      });
      expect(load.unavailable).toEqual([]);
      expect(await acme.counted(keyId, total(answered))).toEqual(answered);
    },
    testMsMax,
  );
}

function describeKilledCommandApi(acmeOf: () => Acme): void {
  it(
    'of the command API: what it had acknowledged is there, and verifiers do not notice',
    async () => {
      const acme = acmeOf();
      const { load, keyId, answered } = await underLoad(acme, async (running) => {
        await acme.fleet.kill('command-api');
        await running.moreOf({ answers: 100 });
        await acme.fleet.restart('command-api');
      });
      expect(Object.keys(answered).sort()).toEqual(['INSUFFICIENT_SCOPE', 'VALID']);
      await acme.expectNothingLost(load.acknowledged);
      expect(await acme.counted(keyId, total(answered))).toEqual(answered);
    },
    testMsMax,
  );
}

function describeKilledVerifier(acmeOf: () => Acme): void {
  it(
    'of a verifier: others answer on, the restarted one answers right, few requests go uncounted',
    async () => {
      const acme = acmeOf();
      let killedMs = 0;
      const { load, keyId, answered } = await underLoad(acme, async (running, id) => {
        await acme.counted(id, 100);
        killedMs = performance.now();
        await acme.fleet.kill('verifier 1');
        await running.moreOf({ answers: 100 });
        await acme.fleet.restart('verifier 1');
      });
      await acme.expectNothingLost(load.acknowledged);

      const perhapsLost = load.answered.filter(
        ({ verifier, atMs }) => verifier === 'verifier 1' && Math.abs(atMs - killedMs) < unpublishedMsMax,
      ).length;
      const counts = await acme.counted(keyId, total(answered) - perhapsLost);
      expect(total(counts)).toBeLessThanOrEqual(total(answered) + 2); // counted, but the answer was cut off
    },
    testMsMax,
  );
}

export function describeKilled(acmeOf: () => Acme): void {
  describe('when one is killed (SIGKILL) under load', () => {
    describeKilledProjectors(acmeOf);
    describeKilledAuditors(acmeOf);
    describeKilledCommandApi(acmeOf);
    describeKilledVerifier(acmeOf);
  });
}
