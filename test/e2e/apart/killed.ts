import { describe, expect, it } from '@jest/globals';
import type { Verifier } from '../deployments/fleet.js';
import { type Acme, total } from './acme.js';
import { askersOfEach } from './load.js';
import { type LoadedKey, testMsMax, underLoad } from './under-load.js';

/** What a killed verifier had answered in its last moments may go uncounted (docs/request-events.md); nothing older. */
const unsyncedMsMax = 100;

export interface VerifierKill {
  readonly verifier: Verifier;
  /** On the monotonic clock: before the signal, and when it was dead. */
  readonly fromMs: number;
  readonly untilMs: number;
}

export async function killVerifier(acme: Acme, verifier: Verifier): Promise<VerifierKill> {
  const fromMs = performance.now();
  await acme.fleet.kill(verifier);
  return { verifier, fromMs, untilMs: performance.now() };
}

/** Every answer is counted, but for the last ones before a kill; nothing is counted that was not asked. */
export async function expectCounted(
  acme: Acme,
  { load, keyId, answered }: LoadedKey,
  kills: readonly VerifierKill[],
) {
  const perhapsLost = load.answered.filter(({ verifier, atMs }) =>
    kills.some(
      (kill) => kill.verifier === verifier && atMs >= kill.fromMs - unsyncedMsMax && atMs <= kill.untilMs,
    ),
  ).length;
  const cutOff = kills.length * askersOfEach; // counted, but the answer did not arrive
  const counts = await acme.counted(keyId, total(answered) - perhapsLost);
  expect(total(counts)).toBeLessThanOrEqual(total(answered) + cutOff);
}

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
    'of a verifier: others answer on, the restarted one answers right, and counts what it had left on disk',
    async () => {
      const acme = acmeOf();
      const kills: VerifierKill[] = [];
      const loaded = await underLoad(acme, async (running, id) => {
        await acme.counted(id, 100);
        kills.push(await killVerifier(acme, 'verifier 1'));
        await running.moreOf({ answers: 100 });
        await acme.fleet.restart('verifier 1');
      });
      await acme.expectNothingLost(loaded.load.acknowledged);
      await expectCounted(acme, loaded, kills);
    },
    testMsMax,
  );
}

function describeKilledAgainAndAgain(acmeOf: () => Acme): void {
  it(
    'of verifiers and auditors, again and again: what callers were answered is what is counted',
    async () => {
      const acme = acmeOf();
      const kills: VerifierKill[] = [];
      const loaded = await underLoad(acme, async (running) => {
        for (const [verifier, auditor] of victims) {
          kills.push(await killVerifier(acme, verifier));
          await acme.fleet.kill(auditor);
          await running.moreOf({ answers: Math.ceil(100 * Math.random()) });
          await Promise.all([acme.fleet.restart(verifier), acme.fleet.restart(auditor)]);
        }
      });
      await expectCounted(acme, loaded, kills);
    },
    testMsMax,
  );
}

const victims = [
  ['verifier 1', 'auditor 1'],
  ['verifier 2', 'auditor 2'],
  ['verifier 1', 'auditor 1'],
  ['verifier 3', 'auditor 2'],
] as const;

export function describeKilled(acmeOf: () => Acme): void {
  describe('when one is killed (SIGKILL) under load', () => {
    describeKilledProjectors(acmeOf);
    describeKilledAuditors(acmeOf);
    describeKilledCommandApi(acmeOf);
    describeKilledVerifier(acmeOf);
    describeKilledAgainAndAgain(acmeOf);
  });
}
