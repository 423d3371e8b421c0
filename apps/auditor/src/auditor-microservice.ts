import { type Broker, isOutage } from '@keyledger/broker';
import { BrokerTransport } from '@keyledger/broker/nest/broker-transport';
import { requestsTopic } from '@keyledger/contracts';
import { EventLogUnavailable } from '@keyledger/event-log';
import { UsageOffsets } from '@keyledger/read-models';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { AuditorMonitor } from './auditor-monitor.js';
import { auditorGroup, auditorTransport } from './requests.controller.js';

export interface AuditorInfrastructure {
  readonly broker: Broker;
  readonly pool: pg.Pool;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/**
 * What delivers request events to `RequestsController`: to be connected by whoever runs `AuditorModule`, alone or among
 * other modules (`microservices` of `startApp`). It starts after the modules and finishes its batches when the
 * application closes.
 */
export function auditorMicroservice({
  broker,
  pool,
  logger,
  metrics,
}: AuditorInfrastructure): MicroserviceOptions {
  const monitor = AuditorMonitor.of(metrics);
  const strategy = new BrokerTransport({
    id: auditorTransport,
    broker,
    topics: [requestsTopic],
    group: auditorGroup,
    isOutage: (error) => isOutage(error) || error instanceof EventLogUnavailable,
    offsets: new UsageOffsets(pool, auditorGroup),
    onRejected: (error, batch) => {
      if (!monitor.batchRejected(batch)) return; // an outage says the same thing again and again
      logger.warn(
        { err: error, topic: batch.topic, partition: batch.partition, messages: batch.messages.length },
        'request events could not be written, they will be delivered again',
      );
    },
    onGivenUp: ({ message, reason }, { topic, partition }) => {
      monitor.poisoned('given-up', 1);
      logger.error(
        { topic, partition, offset: message.offset.toString(), reason },
        'a message whose handling kept failing was sent to the dead-letter topic',
      );
    },
  });
  strategy.status.subscribe((status) => monitor.setConsuming(status === 'consuming'));
  return { strategy };
}
