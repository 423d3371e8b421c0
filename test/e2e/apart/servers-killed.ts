import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
import type { ApartDeployment, ServerName } from '../deployments/deployment.js';
import type { Outage } from '../deployments/servers.js';
import { type Acme, total } from './acme.js';
import { type VerifierKill, expectCounted, killVerifier } from './killed.js';
import { waitMsMax } from './load.js';
import { testMsMax, underLoad } from './under-load.js';

type Take = (acme: Acme, outage: Outage) => Promise<void>;

/** Keys are verified and changed as before, and what was decided meanwhile is counted afterwards. */
const takeBroker: Take = async (acme, outage) => {
  const { load, keyId, answered } = await underLoad(acme, async (running) => {
    await outage.kill();
    await running.moreOf({ answers: 100, changes: 10 });
    await outage.restart();
  });
  expect(load.unavailable).toEqual([]);
  expect(Object.keys(answered).sort()).toEqual(['INSUFFICIENT_SCOPE', 'VALID']);
  await acme.expectNothingLost(load.acknowledged);
  expect(await acme.counted(keyId, total(answered))).toEqual(answered);
};

/** What is decided while it is away lies on the disks of verifiers, one of which dies over it. */
const takeBrokerAndItsClients: Take = async (acme, outage) => {
  const kills: VerifierKill[] = [];
  const loaded = await underLoad(acme, async (running) => {
    await outage.kill();
    await running.moreOf({ answers: 100 });
    kills.push(await killVerifier(acme, 'verifier 2'));
    await acme.fleet.kill('auditor 1');
    await running.moreOf({ answers: 100 });
    await acme.fleet.restart('verifier 2');
    await outage.restart();
    await acme.fleet.restart('auditor 1');
  });
  await acme.expectNothingLost(loaded.load.acknowledged);
  await expectCounted(acme, loaded, kills);
};

/** Of changes that are not made: the log is away, or the admin's own key cannot be verified any more. */
const codesWithoutLog = ['LOG_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'STALE'];

/** Nothing can be changed, and verifiers refuse rather than guess; then all goes on where it was. */
const takeEventLog: Take = async (acme, outage) => {
  const { value } = await acme.createKey(['orders:*']);
  const { verifiers } = acme.fleet;
  const everyVerifierSays = (code: string) =>
    waitFor(
      async () => {
        const codes = await Promise.all(verifiers.map((verifier) => acme.ask(verifier, { key: value })));
        return codes.every((each) => each === code);
      },
      { what: `every verifier to say ${code}`, timeoutMs: waitMsMax },
    );
  const { load, keyId, answered } = await underLoad(acme, async () => {
    await outage.kill();
    await everyVerifierSays('STALE');
    await outage.restart();
    await everyVerifierSays('VALID');
  });
  for (const code of load.unavailable) expect(codesWithoutLog).toContain(code);
  expect(load.unavailable.length).toBeGreaterThan(0);
  await acme.expectNothingLost(load.acknowledged);
  expect(await acme.counted(keyId, total(answered))).toEqual(answered);
};

const takers: Readonly<Record<ServerName, Readonly<Record<string, Take>>>> = {
  broker: {
    'lose nothing that was acknowledged, and go on by themselves': takeBroker,
    'count what callers were answered, even where a verifier and an auditor die meanwhile':
      takeBrokerAndItsClients,
  },
  'event log': { 'lose nothing that was acknowledged, and go on by themselves': takeEventLog },
};

export function describeServersKilled(
  acmeOf: () => Acme,
  deployed: () => ApartDeployment,
  servers: readonly ServerName[],
): void {
  for (const server of servers) {
    describe(`when the ${server} is killed (SIGKILL) under load and comes back`, () => {
      it.each(Object.entries(takers[server]))(
        '%s',
        async (_, take) => {
          const outage = deployed().servers[server];
          if (outage === undefined) throw new Error(`The ${server} is not its own.`);
          await take(acmeOf(), outage);
        },
        testMsMax,
      );
    });
  }
}
