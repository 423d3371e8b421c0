import { BROKER, type Broker, BufferedPublisher, isOutage } from '@keyledger/broker';
import { requestsTopic } from '@keyledger/contracts';
import {
  CONFIG,
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
import { measureRecording } from './recording-metrics.js';
import { RequestRecorder } from './request-recorder.js';

/** One recorder per process, whichever of its parts decide. Expects the process's infrastructure to be there. */
@Module({
  providers: [
    {
      provide: BufferedPublisher,
      inject: [BROKER, LOGGER],
      useFactory: (broker: Broker, logger: Logger): BufferedPublisher =>
        new BufferedPublisher({
          broker,
          topic: requestsTopic.name,
          onError: outageReporter(logger, 'request events', { isOutage }),
        }),
    },
    {
      provide: RequestRecorder,
      inject: [BROKER, BufferedPublisher, IDS, CONFIG],
      useFactory: (broker: Broker, publisher: BufferedPublisher, ids: Ids, config: Config) =>
        new RequestRecorder({ broker, publisher, producer: ids.uuid(), verifier: processPlace(config) }),
    },
  ],
  exports: [RequestRecorder],
})
export class RecordingModule {
  constructor(@Inject(METRICS) metrics: Registry, publisher: BufferedPublisher) {
    measureRecording(metrics, publisher);
  }
}
