import { AccountsController } from './accounts/accounts.controller.js';
import { AlertWishesController } from './alerts/alert-wishes.controller.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { FleetController } from './confirmation/fleet.controller.js';
import { ImportController } from './import/import.controller.js';
import { KeyLimitsController } from './keys/key-limits.controller.js';
import { KeyStatusController } from './keys/key-status.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { GatewayKeysController } from './messaging-gateway/gateway-keys.controller.js';
import { LiveController } from './usage/live.controller.js';
import { ReviewController } from './review/review.controller.js';
import { RotationController } from './rotation/rotation.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { UsageController } from './usage/usage.controller.js';
import { WebhookDeliveriesController } from './webhooks/webhook-deliveries.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** Everything that serves operations of the admin API. */
export const controllers = [
  AccountsController,
  AlertWishesController,
  AlertsController,
  AuditController,
  CatalogueController,
  FleetController,
  GatewayKeysController,
  ImportController,
  KeyLimitsController,
  KeyStatusController,
  KeysController,
  LiveController,
  ReviewController,
  RotationController,
  SessionsController,
  UsageController,
  WebhookDeliveriesController,
  WebhooksController,
];
