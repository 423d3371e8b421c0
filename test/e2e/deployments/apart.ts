import { createPool } from '@keyledger/platform';
import type { ApartDeployment, ServerName } from './deployment.js';
import { Fleet, type FleetSize } from './fleet.js';
import {
  type KafkaChoice,
  type Outage,
  type Server,
  startEventStoreDb,
  startKafka,
  startPostgres,
} from './servers.js';

export interface ApartOptions {
  readonly size: FleetSize;
  /** On top of where the servers are. */
  readonly env: Readonly<Record<string, string>>;
  /** Else the broker is Postgres. */
  readonly kafka?: KafkaChoice | undefined;
  /** Else the log is in Postgres. */
  readonly eventStoreDb?: boolean;
}

/** The apps as processes of their own, on servers that nobody else uses. */
export async function startApart(options: ApartOptions): Promise<ApartDeployment> {
  const [postgres, kafka, eventStoreDb] = await Promise.all([
    startPostgres(),
    options.kafka && startKafka(options.kafka),
    options.eventStoreDb === true ? startEventStoreDb() : undefined,
  ]);
  const servers: readonly Server[] = [postgres, kafka, eventStoreDb].filter((server) => server !== undefined);
  const env = Object.assign({}, options.env, ...servers.map((server) => server.env)) as typeof options.env;
  const remove = async () => {
    await Promise.all(servers.map((server) => server.remove()));
  };
  const fleet = await Fleet.start(options.size, env).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const logServer = eventStoreDb ?? postgres;
  return {
    fleet,
    servers: outages({ broker: kafka?.outage, 'event log': eventStoreDb?.outage }),
    openBroker: () => (kafka ?? postgres).openBroker(),
    rootKey: fleet.rootKey,
    countsPositions: logServer.countsPositions,
    get apiUrl() {
      return fleet.of('command-api').baseUrl;
    },
    get verifierUrls() {
      return fleet.verifiers.map((verifier) => fleet.of(verifier).baseUrl);
    },
    written: () => fleet.written(),
    crash: async () => {
      await Promise.all([fleet.killAll(), logServer.outage?.kill()]);
    },
    restart: async () => {
      await Promise.all([logServer.outage?.restart(), fleet.restartAll()]);
    },
    stop: () => fleet.stop(),
    openStores: async () => {
      const pool = createPool(postgres.url, { applicationName: 'e2e' });
      const log = await logServer.openLog();
      const close = async () => {
        await Promise.all([log.close(), pool.end()]);
      };
      return { log, pool, close };
    },
    remove,
  };
}

function outages(given: Readonly<Record<ServerName, Outage | undefined>>): ApartDeployment['servers'] {
  return Object.fromEntries(Object.entries(given).filter(([, outage]) => outage !== undefined));
}
