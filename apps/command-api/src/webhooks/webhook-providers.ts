import { CLOCK, CONFIG, type Clock, type Config, IDS, type Ids, POOL } from '@keyledger/platform';
import { AllowedAddresses, DeliveryLog, SecretSeal, WebhookSecrets } from '@keyledger/webhooks';
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import { Ledger } from '../ledger/ledger.js';
import { webhookCommandHandlers } from './webhook-commands.js';
import { WebhookDeliveries, webhookDeliveryHandlers } from './webhook-deliveries.js';
import { WebhookReader, webhookQueryHandlers } from './webhook-queries.js';
import { WebhookWriter } from './webhook-writer.js';

/** What serves webhook endpoints and their deliveries. */
export const webhookProviders: readonly Provider[] = [
  {
    provide: DeliveryLog,
    inject: [POOL],
    useFactory: (pool: pg.Pool) => new DeliveryLog(pool),
  },
  {
    provide: WebhookReader,
    inject: [Ledger, DeliveryLog],
    useFactory: (ledger: Ledger, deliveries: DeliveryLog) => new WebhookReader(ledger, deliveries),
  },
  {
    provide: WebhookDeliveries,
    inject: [WebhookReader, DeliveryLog],
    useFactory: (reader: WebhookReader, deliveries: DeliveryLog) => new WebhookDeliveries(reader, deliveries),
  },
  {
    provide: WebhookWriter,
    inject: [CONFIG, POOL, CLOCK, IDS],
    useFactory: (
      { webhookSecretsKey: key, webhookAllowNetworks }: Config,
      pool: pg.Pool,
      clock: Clock,
      ids: Ids,
    ) => {
      const seal = key === null ? null : new SecretSeal(key, (count) => ids.bytes(count));
      const secrets = seal === null ? null : new WebhookSecrets({ pool, seal, clock, ids });
      return new WebhookWriter(secrets, new AllowedAddresses(webhookAllowNetworks), ids);
    },
  },
  ...webhookCommandHandlers,
  ...webhookQueryHandlers,
  ...webhookDeliveryHandlers,
];
