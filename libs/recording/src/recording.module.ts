import { BROKER, type Broker, isOutage } from '@keyledger/broker';
import { requestsTopic } from '@keyledger/contracts';
import {
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  IDS,
  type Ids,
  LOGGER,
  METRICS,
  outageReporter,
  processPlace,
} from '@keyledger/platform';
import { Inject, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { openSpool } from './open-spool.js';
import { Outbox } from './outbox.js';
import { measureRecording } from './recording-metrics.js';
import { RequestRecorder } from './request-recorder.js';
import { StubbornPublisher } from './stubborn-publisher.js';

/** Unique per process start; names its directory too. */
const PRODUCER = Symbol('PRODUCER');

/** One recorder per process, whichever of its parts decide. Expects the process's infrastructure to be there. */
@Module({
  providers: [
    { provide: PRODUCER, inject: [IDS], useFactory: (ids: Ids): string => ids.uuid() },
    {
      provide: StubbornPublisher,
      inject: [BROKER, LOGGER],
      useFactory: (broker: Broker, logger: Logger) => {
        const onError = outageReporter(logger, 'request events', { isOutage });
        return new StubbornPublisher({ broker, topic: requestsTopic, onError });
      },
    },
    {
      provide: Outbox,
      inject: [StubbornPublisher, CONFIG, PRODUCER, CLOCK, LOGGER],
      useFactory: async (
        ...[publisher, config, producer, clock, logger]: [StubbornPublisher, Config, string, Clock, Logger]
      ) => {
        return new Outbox({
          spool: await openSpool(config, producer, logger),
          publisher,
          clock,
          // As long as the topic would have kept them; see `forgetSilentProducers`.
          ageMsMax: requestsTopic.retentionMs,
          onError: outageReporter(logger, 'request spool', { isOutage: () => true }),
        });
      },
    },
    {
      provide: RequestRecorder,
      inject: [StubbornPublisher, Outbox, PRODUCER, CONFIG],
      useFactory: (publisher: StubbornPublisher, outbox: Outbox, producer: string, config: Config) =>
        new RequestRecorder({ publisher, outbox, producer, verifier: processPlace(config) }),
    },
  ],
  exports: [RequestRecorder],
})
export class RecordingModule {
  constructor(@Inject(METRICS) metrics: Registry, outbox: Outbox) {
    measureRecording(metrics, outbox);
  }
}
