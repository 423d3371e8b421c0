import { randomUUID } from 'node:crypto';
import { ConsoleLogger, type INestMicroservice, type LoggerService, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type MicroserviceOptions, Transport } from '@nestjs/microservices';
import { DenyList } from './deny-list.js';
import { keyStateTopic } from './keyledger-topics.js';
import { RevocationsController } from './revocations.controller.js';
import { Sessions } from './sessions.js';
import { StateReplay } from './state-replay.js';

/** How late a revocation may come to an idle consumer, at most. */
const fetchWaitMsMax = 200;

export interface ConsumerOptions {
  /** `host:port` of some brokers of the cluster. */
  readonly brokers: readonly string[];
  /** Default: Nest's own, to standard output. */
  readonly logger?: LoggerService;
}

/**
 * Starts the microservice; resolves when the deny list is whole. Each instance has a group of its own and keeps no offsets:
 * the deny list is in its memory, so it needs every message, from the start, whenever it starts.
 */
export async function startConsumer({
  brokers,
  logger = new ConsoleLogger(),
}: ConsumerOptions): Promise<INestMicroservice> {
  const replay = await StateReplay.begin(brokers, keyStateTopic);

  @Module({
    controllers: [RevocationsController],
    providers: [DenyList, Sessions, { provide: StateReplay, useValue: replay }],
  })
  class ConsumerModule {}

  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest types its options by a class
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(ConsumerModule, {
    transport: Transport.KAFKA,
    options: {
      client: { clientId: 'revocation-consumer', brokers: [...brokers] },
      consumer: {
        groupId: `revocation-consumer-${randomUUID()}`,
        allowAutoTopicCreation: false,
        // A partition whose message is being handled is left out of the next fetch: what comes to it waits for the end of
        // that fetch, which is 5 s by default.
        maxWaitTimeInMs: fetchWaitMsMax,
      },
      subscribe: { fromBeginning: true },
      run: { autoCommit: false },
      parser: { keepBinary: true },
    },
    logger,
  });
  await app.listen();
  await replay.complete;
  return app;
}
