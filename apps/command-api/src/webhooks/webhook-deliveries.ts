import { Command } from '@nestjs/cqrs';
import type { DeliveryAnswer } from '@keyledger/contracts';
import { type Refusal, isRefusal, refuse } from '@keyledger/domain';
import type { DeliveryLog } from '@keyledger/webhooks';
import { commandHandler } from '../cqrs/message-handlers.js';
import { type WebhookReader, GetDeliveryMessage } from './webhook-queries.js';

export class TestWebhookMessage extends Command<DeliveryAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly endpointId: string,
    /** UUID. */
    readonly id: string,
    /** When it was asked for, epoch milliseconds. */
    readonly at: number,
  ) {
    super();
  }
}

export class ReplayDeliveryMessage extends Command<DeliveryAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly endpointId: string,
    readonly deliveryId: string,
    /** When it was asked for, epoch milliseconds. */
    readonly at: number,
  ) {
    super();
  }
}

/** What people want sent. Nothing of it is an event: it changes nothing about a key or an account. */
export class WebhookDeliveries {
  constructor(
    private readonly reader: WebhookReader,
    private readonly deliveries: DeliveryLog,
  ) {}

  async test({ accountId, endpointId, id, at }: TestWebhookMessage): Promise<DeliveryAnswer | Refusal> {
    const refusal = await this.refusal(accountId, endpointId);
    if (refusal !== null) return refusal;
    const deliveryId = `msg_${id}`;
    const body = JSON.stringify({
      type: 'keyledger.WebhookTested.v1',
      timestamp: new Date(at).toISOString(),
      data: { id, accountId, endpointId },
    });
    await this.deliveries.insertTest(endpointId, { deliveryId, eventType: 'WebhookTested', body }, at);
    return this.reader.getDelivery(new GetDeliveryMessage(accountId, endpointId, deliveryId));
  }

  async replay(message: ReplayDeliveryMessage): Promise<DeliveryAnswer | Refusal> {
    const { accountId, endpointId, deliveryId, at } = message;
    const refusal = await this.refusal(accountId, endpointId);
    if (refusal !== null) return refusal;
    await this.deliveries.replay(endpointId, deliveryId, at);
    return this.reader.getDelivery(new GetDeliveryMessage(accountId, endpointId, deliveryId));
  }

  private async refusal(accountId: string, endpointId: string): Promise<Refusal | null> {
    const endpoint = await this.reader.find(accountId, endpointId);
    if (isRefusal(endpoint)) return endpoint;
    return endpoint.disabled === null ? null : refuse('WEBHOOK_DISABLED', 'Enable the endpoint first.');
  }
}

export const webhookDeliveryHandlers = [
  commandHandler(TestWebhookMessage, WebhookDeliveries, (deliveries, message) => deliveries.test(message)),
  commandHandler(ReplayDeliveryMessage, WebhookDeliveries, (deliveries, message) =>
    deliveries.replay(message),
  ),
];
