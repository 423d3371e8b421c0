import { Inject, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type DeliveryAnswer,
  type DeliveryPageAnswer,
  type ListDeliveriesQuery,
  getWebhookDelivery,
  listWebhookDeliveries,
  replayWebhookDelivery,
  testWebhook,
} from '@keyledger/contracts';
import { IDS, type Ids } from '@keyledger/platform';
import { orProblem } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { ReplayDeliveryMessage, TestWebhookMessage } from './webhook-deliveries.js';
import { GetDeliveryMessage, ListDeliveriesMessage } from './webhook-queries.js';

/** What became of what was sent, and sending it again. */
@AdminController()
export class WebhookDeliveriesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Route(testWebhook)
  async test(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @AskedBy() { at }: Asked,
  ): Promise<DeliveryAnswer> {
    const message = new TestWebhookMessage(accountId, endpointId, this.ids.uuid(), at);
    return orProblem(await this.commands.execute(message));
  }

  @Route(listWebhookDeliveries)
  async list(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @Query({ schema: listWebhookDeliveries.query }) query: ListDeliveriesQuery,
  ): Promise<DeliveryPageAnswer> {
    return orProblem(await this.queries.execute(new ListDeliveriesMessage(accountId, endpointId, query)));
  }

  @Route(getWebhookDelivery)
  async get(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @Param('delivery') deliveryId: string,
  ): Promise<DeliveryAnswer> {
    return orProblem(await this.queries.execute(new GetDeliveryMessage(accountId, endpointId, deliveryId)));
  }

  @Route(replayWebhookDelivery)
  async replay(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @Param('delivery') deliveryId: string,
    @AskedBy() { at }: Asked,
  ): Promise<DeliveryAnswer> {
    const message = new ReplayDeliveryMessage(accountId, endpointId, deliveryId, at);
    return orProblem(await this.commands.execute(message));
  }
}
