import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import {
  CLOCK,
  CONFIG,
  type Clock,
  type Config,
  IDS,
  type Ids,
  LOGGER,
  METRICS,
  POOL,
} from '@keyledger/platform';
import type { LogFollower } from '@keyledger/read-models';
import {
  AllowedAddresses,
  type ClaimBounds,
  DeliveryQueue,
  SecretSeal,
  WebhookDeliverer,
  WebhookMetrics,
  systemResolve,
  webhookFollower,
} from '@keyledger/webhooks';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { EndpointSwitch } from './endpoint-switch.js';
import { WebhookRunner } from './webhook-runner.js';

export const WEBHOOK_FOLLOWER = Symbol('WebhookFollower');

/** For all of an attempt: receivers are asked to answer first and work later. */
const attemptMsMax = 15_000;

const bounds: ClaimBounds = {
  deliveriesMax: 50,
  perEndpointMax: 5,
  perFailingEndpointMax: 1,
  // An attempt and what is written after it, with room to spare.
  leaseMs: 4 * attemptMsMax,
};

export const webhookProviders = [
  {
    provide: WebhookMetrics,
    inject: [METRICS],
    useFactory: (registry: Registry) => new WebhookMetrics(registry),
  },
  {
    provide: WEBHOOK_FOLLOWER,
    inject: [CLOCK, WebhookMetrics],
    useFactory: (clock: Clock, metrics: WebhookMetrics): LogFollower => webhookFollower({ clock, metrics }),
  },
  {
    provide: DeliveryQueue,
    inject: [POOL],
    useFactory: (pool: pg.Pool) => new DeliveryQueue(pool),
  },
  {
    provide: EndpointSwitch,
    inject: [EVENT_LOG, CLOCK, IDS],
    useFactory: (log: EventLog, clock: Clock, ids: Ids) => new EndpointSwitch({ log, clock, ids }),
  },
  {
    provide: WebhookRunner,
    inject: [DeliveryQueue, EndpointSwitch, CONFIG, CLOCK, IDS, LOGGER, WebhookMetrics],
    useFactory: (
      ...[queue, endpoints, config, clock, ids, logger, metrics]: [
        DeliveryQueue,
        EndpointSwitch,
        Config,
        Clock,
        Ids,
        Logger,
        WebhookMetrics,
      ]
    ) => {
      const { webhookSecretsKey: key, webhookAllowNetworks: networks } = config;
      const allowed = new AllowedAddresses(networks);
      const seal = key === null ? null : new SecretSeal(key, (count) => ids.bytes(count));
      const deliverer =
        seal === null
          ? null
          : new WebhookDeliverer({
              ...{ queue, seal, clock, logger, metrics, bounds, random: Math.random },
              sending: { allowed, resolve: systemResolve, timeoutMs: attemptMsMax },
              disable: (delivery, because) => endpoints.disable(delivery, because),
            });
      return new WebhookRunner({ deliverer, queue, clock, logger, metrics });
    },
  },
];
