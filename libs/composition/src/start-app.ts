import {
  type Config,
  NestLogger,
  ProblemFilter,
  createHttpServer,
  registerOperationalRoutes,
} from '@keyledger/platform';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { closeInTurn } from './close-in-turn.js';
import { drainHttp } from './drain-http.js';
import { type Infrastructure, type OpenInfrastructureOptions, openInfrastructure } from './infrastructure.js';
import { listenFailure, resolveHost } from './listen-address.js';

export interface AppDefinition {
  /** Of the process, for example `verifier`; shown in logs, metrics and pg_stat_activity. */
  readonly name: string;
  /** Imports `InfrastructureModule.forRoot(infrastructure)` and the feature modules. */
  readonly rootModule: (infrastructure: Infrastructure) => DynamicModule;
  /** Transports that deliver to `@EventPattern` handlers; they start after the modules and before HTTP. */
  readonly microservices?: (infrastructure: Infrastructure) => readonly MicroserviceOptions[];
  /** It serves on while DATABASE_URL does not answer, so `/readyz` does not ask the database. */
  readonly readyWithoutDatabase?: boolean;
  /** What it has to tell the broker waits on disk: it starts while BROKER_URL does not answer. */
  readonly startsWithoutBroker?: boolean;
  /** The modules have started; routes of its own may still be added to `fastify`. */
  readonly beforeListen?: (started: StartedApp) => void | Promise<void>;
}

export interface StartedApp {
  readonly app: NestFastifyApplication;
  readonly fastify: FastifyInstance;
  readonly infrastructure: Infrastructure;
}

export interface RunningApp extends StartedApp {
  /** `http://127.0.0.1:8080`: where it listens, with the port that was found for PORT=0. */
  readonly address: string;
  /**
   * In order: stops accepting and lets requests in flight finish, stops the features' loops, closes the
   * infrastructure. Idempotent.
   */
  readonly stop: () => Promise<void>;
}

/** Requests in flight that take longer are cut off when the process stops. */
export const drainMsMax = 10_000;

/** Opens the infrastructure, starts the modules on it and listens; undoes all of it when any of it fails. */
export async function startApp(
  definition: AppDefinition,
  config: Config,
  options: Omit<OpenInfrastructureOptions, 'name' | 'readyWithoutDatabase' | 'startsWithoutBroker'> = {},
): Promise<RunningApp> {
  const { name, readyWithoutDatabase, startsWithoutBroker } = definition;
  const serving = { name, readyWithoutDatabase, startsWithoutBroker };
  const infrastructure = await openInfrastructure(config, { ...options, ...serving });
  let created: StartedApp | undefined;
  try {
    created = await createApp(definition, infrastructure);
    const address = await startListening(definition, created);
    return { ...created, address, stop: stopper(created) };
  } catch (error) {
    await undo(infrastructure, created);
    throw error;
  }
}

async function createApp(definition: AppDefinition, infrastructure: Infrastructure): Promise<StartedApp> {
  const { config, logger } = infrastructure;
  const { adapter, fastify, problems } = createHttpServer(config, logger);
  const app = await NestFactory.create<NestFastifyApplication>(
    definition.rootModule(infrastructure),
    adapter,
    // Without Nest's body parsers: Fastify's own takes JSON alone, and routes that take more say so themselves.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest types its options by a class
    { logger: new NestLogger(logger), abortOnError: false, bodyParser: false },
  );
  app.useGlobalFilters(new ProblemFilter(problems));
  registerOperationalRoutes(fastify, infrastructure);
  return { app, fastify, infrastructure };
}

async function startListening(definition: AppDefinition, created: StartedApp): Promise<string> {
  const { app, fastify, infrastructure } = created;
  for (const microservice of definition.microservices?.(infrastructure) ?? []) {
    app.connectMicroservice(microservice);
  }
  await app.init();
  await definition.beforeListen?.(created);
  await app.startAllMicroservices();
  const { host, port, reusePort } = infrastructure.config;
  try {
    // Not `app.listen`, which logs the error that it then rejects with.
    // Node's own option, which Fastify passes on.
    const options = { host: await resolveHost(host), port, reusePort };
    return await fastify.listen(options);
  } catch (error) {
    throw listenFailure(error, { host, port });
  }
}

/** Whatever fails here must not hide why there was no start. */
async function undo(infrastructure: Infrastructure, created: StartedApp | undefined): Promise<void> {
  const opened = [{ name: 'infrastructure', close: () => infrastructure.close() }];
  if (created) opened.push({ name: 'app', close: () => created.app.close() });
  await closeInTurn(opened, infrastructure.logger);
}

function stopper({ app, fastify, infrastructure }: StartedApp): () => Promise<void> {
  const stop = async () => {
    await drainHttp(fastify.server, drainMsMax);
    try {
      await app.close();
    } finally {
      await infrastructure.close();
    }
  };
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stop());
}
