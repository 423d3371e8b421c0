import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAllInOne } from './all-in-one.js';
import { startApart } from './apart.js';
import type { ApartDeployment, Deployment, ServerName } from './deployment.js';
import type { FleetSize } from './fleet.js';
import type { KafkaChoice } from './servers.js';

/**
 * The ways to run Keyledger that the suites go through. Not every suite goes through all of them, for each costs some
 * seconds of every run of the tests. No code knows both the log's server and the broker's, so what is right on one
 * Postgres and right with both of them replaced can only differ in between by what connects an adapter, which the
 * tour shows: that one runs on all four. Where faults are the subject, `apart-postgres` and
 * `apart-kafka-eventstoredb` are the two ends.
 */
interface Deployments {
  /** One process on its embedded Postgres, as `npm start` has it. */
  readonly 'all-in-one': Deployment;
  /** Log and broker in Postgres. */
  readonly 'apart-postgres': ApartDeployment;
  /** The log in Postgres. */
  readonly 'apart-kafka': ApartDeployment;
  readonly 'apart-kafka-eventstoredb': ApartDeployment;
}

export type DeploymentName = keyof Deployments;

export interface DeploymentOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where the apps run apart; by default one process of each. */
  readonly size?: FleetSize;
  readonly kafka?: KafkaChoice;
}

const sizeDefault: FleetSize = { projector: 1, verifier: 1, auditor: 1 };
/** Generous: some of them start a Kafka and eight processes on two cores. */
const startMsMax = 180_000;

type WaysByName = {
  readonly [Name in DeploymentName]: {
    /** Which servers of its own can be taken away; the broker where it is `own`. */
    readonly servers: readonly ServerName[];
    readonly start: (options: DeploymentOptions) => Promise<Deployments[Name]>;
  };
};

const ways: WaysByName = {
  'all-in-one': { servers: [], start: ({ env = {} }) => startAllInOne(env) },
  'apart-postgres': {
    servers: [],
    start: ({ env = {}, size = sizeDefault }) => startApart({ size, env }),
  },
  'apart-kafka': {
    servers: ['broker'],
    start: ({ env = {}, size = sizeDefault, kafka = 'shared' }) => startApart({ size, env, kafka }),
  },
  'apart-kafka-eventstoredb': {
    servers: ['broker', 'event log'],
    start: ({ env = {}, size = sizeDefault, kafka = 'shared' }) =>
      startApart({ size, env, kafka, eventStoreDb: true }),
  },
};

/**
 * Runs a suite on each of the deployments, which is started once for all its tests and stopped after them. Those with
 * a Kafka are skipped, aloud, where KAFKA_URL names none.
 */
export function describeDeployments<Name extends DeploymentName>(
  title: string,
  names: readonly Name[],
  suite: (deployed: () => Deployments[Name], servers: readonly ServerName[]) => void,
  options: DeploymentOptions = {},
): void {
  for (const name of names) {
    describe(`${title} (${name})`, () => {
      if (name.includes('kafka') && !process.env['KAFKA_URL']) {
        process.stderr.write(`NOT tested, for there is no KAFKA_URL: ${title} (${name})\n`);
        it.skip('was NOT tested: set KAFKA_URL to a Kafka, for example one of node tools/kafka/run.mjs', () =>
          undefined);
        return;
      }
      let deployment: Deployments[Name] | undefined;
      beforeAll(async () => {
        deployment = await ways[name].start(options);
      }, startMsMax);
      afterAll(async () => {
        if (deployment === undefined) return; // it has not started, and has said why
        const exitCodes = await deployment.stop();
        await deployment.remove();
        expect(new Set(exitCodes)).toEqual(new Set([0]));
      }, startMsMax);
      const deployed = () => {
        if (deployment === undefined) throw new Error('It has not started.');
        return deployment;
      };
      suite(deployed, ways[name].servers);
    });
  }
}
