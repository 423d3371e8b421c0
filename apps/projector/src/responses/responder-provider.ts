import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { CLOCK, type Clock, IDS, type Ids, LOGGER, METRICS } from '@keyledger/platform';
import type { LogFollower } from '@keyledger/read-models';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { alertResponder } from './alert-responder.js';
import { ResponseCommands } from './response-commands.js';
import { ResponseMetrics } from './response-metrics.js';

export const RESPONDER = Symbol('AlertResponder');

export const responderProvider = {
  provide: RESPONDER,
  inject: [EVENT_LOG, CLOCK, IDS, LOGGER, METRICS],
  useFactory: (
    ...[log, clock, ids, logger, registry]: [EventLog, Clock, Ids, Logger, Registry]
  ): LogFollower => {
    const commands = new ResponseCommands({ log, clock, ids });
    return alertResponder({ commands, metrics: new ResponseMetrics(registry), logger });
  },
};
