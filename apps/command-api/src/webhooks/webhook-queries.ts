import { Query } from '@nestjs/cqrs';
import type {
  DeliveryAnswer,
  DeliveryPageAnswer,
  ListDeliveriesQuery,
  WebhookAnswer,
  WebhookListAnswer,
} from '@keyledger/contracts';
import { type Refusal, type WebhookEndpoint, isRefusal, refuse, webhookOf } from '@keyledger/domain';
import type { DeliveryLog } from '@keyledger/webhooks';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { Ledger } from '../ledger/ledger.js';
import { deliveryAnswer, webhookAnswer } from './webhook-answers.js';

export class ListWebhooksMessage extends Query<WebhookListAnswer | Refusal> {
  constructor(readonly accountId: string) {
    super();
  }
}

export class GetWebhookMessage extends Query<WebhookAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly endpointId: string,
  ) {
    super();
  }
}

export class ListDeliveriesMessage extends Query<DeliveryPageAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly endpointId: string,
    readonly query: ListDeliveriesQuery,
  ) {
    super();
  }
}

export class GetDeliveryMessage extends Query<DeliveryAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly endpointId: string,
    readonly deliveryId: string,
  ) {
    super();
  }
}

/** Endpoints as the log has them right now, and what became of what was sent to them. */
export class WebhookReader {
  constructor(
    private readonly ledger: Ledger,
    private readonly deliveries: DeliveryLog,
  ) {}

  async list({ accountId }: ListWebhooksMessage): Promise<WebhookListAnswer | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const failing = await this.deliveries.failing(accountId);
    const items = found.state.webhooks.map((endpoint) => {
      const failingSince = failing.get(endpoint.endpointId) ?? null;
      return webhookAnswer(endpoint, { account: accountId, failingSince });
    });
    return { items };
  }

  async get({ accountId, endpointId }: GetWebhookMessage): Promise<WebhookAnswer | Refusal> {
    const endpoint = await this.find(accountId, endpointId);
    if (isRefusal(endpoint)) return endpoint;
    const failingSince = (await this.deliveries.failing(accountId)).get(endpointId) ?? null;
    return webhookAnswer(endpoint, { account: accountId, failingSince });
  }

  async listDeliveries(message: ListDeliveriesMessage): Promise<DeliveryPageAnswer | Refusal> {
    const { accountId, endpointId, query } = message;
    const endpoint = await this.find(accountId, endpointId);
    if (isRefusal(endpoint)) return endpoint;
    const page = await this.deliveries.list({ ...query, endpointId });
    if (isRefusal(page)) return page;
    return { items: page.items.map(deliveryAnswer), nextCursor: page.nextCursor };
  }

  async getDelivery(message: GetDeliveryMessage): Promise<DeliveryAnswer | Refusal> {
    const { accountId, endpointId, deliveryId } = message;
    const endpoint = await this.find(accountId, endpointId);
    if (isRefusal(endpoint)) return endpoint;
    const row = await this.deliveries.get(endpointId, deliveryId);
    if (row === null) return refuse('WEBHOOK_DELIVERY_NOT_FOUND', 'The endpoint has no such delivery.');
    return deliveryAnswer(row);
  }

  /** An endpoint of the account. */
  async find(accountId: string, endpointId: string): Promise<WebhookEndpoint | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const endpoint = webhookOf(found.state.webhooks, endpointId);
    return endpoint ?? refuse('WEBHOOK_NOT_FOUND', 'The account has no such webhook endpoint.');
  }
}

export const webhookQueryHandlers = [
  queryHandler(ListWebhooksMessage, WebhookReader, (reader, message) => reader.list(message)),
  queryHandler(GetWebhookMessage, WebhookReader, (reader, message) => reader.get(message)),
  queryHandler(ListDeliveriesMessage, WebhookReader, (reader, message) => reader.listDeliveries(message)),
  queryHandler(GetDeliveryMessage, WebhookReader, (reader, message) => reader.getDelivery(message)),
];
