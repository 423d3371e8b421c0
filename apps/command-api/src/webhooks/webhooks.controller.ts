import { Body, Inject, Param, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AddWebhookBody,
  type ChangeWebhookBody,
  type ChangedAnswer,
  type RotateSecretBody,
  type SecretRotatedAnswer,
  type WebhookAddedAnswer,
  type WebhookAnswer,
  type WebhookListAnswer,
  addWebhook,
  changeWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  rotateWebhookSecret,
} from '@keyledger/contracts';
import { webhookOf } from '@keyledger/domain';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { webhookAnswer } from './webhook-answers.js';
import { WebhookMessage } from './webhook-commands.js';
import { GetWebhookMessage, ListWebhooksMessage } from './webhook-queries.js';
import { WebhookWriter } from './webhook-writer.js';

const hourMs = 3_600_000;

/** Where events of an account are sent. */
@AdminController()
export class WebhooksController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(WebhookWriter) private readonly writer: WebhookWriter,
  ) {}

  @Route(listWebhooks)
  async list(@Param('account') accountId: string): Promise<WebhookListAnswer> {
    return orProblem(await this.queries.execute(new ListWebhooksMessage(accountId)));
  }

  @Route(getWebhook)
  async get(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
  ): Promise<WebhookAnswer> {
    return orProblem(await this.queries.execute(new GetWebhookMessage(accountId, endpointId)));
  }

  @Route(addWebhook)
  async add(
    @Param('account') accountId: string,
    @Body({ schema: addWebhook.body.schema }) { url, description = null, filter = {} }: AddWebhookBody,
    @AskedBy() { at, metadata }: Asked,
  ): Promise<WebhookAddedAnswer> {
    const adding = await this.writer.adding({ accountId, at }, { url, description, filter });
    const { command, secret } = orProblem(adding);
    const recorded = orProblem(await this.commands.execute(new WebhookMessage(command, metadata)));
    const endpoint = webhookOf(recorded.state.webhooks, command.endpointId);
    if (endpoint === undefined) throw new Error('An endpoint that was recorded is not there');
    const webhook = webhookAnswer(endpoint, { account: accountId, failingSince: null });
    return { webhook, secret, position: recorded.position.toString() };
  }

  @Route(changeWebhook)
  async change(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @Body({ schema: changeWebhook.body.schema }) body: ChangeWebhookBody,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = orProblem(this.writer.changing({ accountId, at }, endpointId, body));
    return changedAnswer(await this.commands.execute(new WebhookMessage(command, metadata)), reply);
  }

  @Route(removeWebhook)
  async remove(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'RemoveWebhookEndpoint', accountId, endpointId, at } as const;
    return changedAnswer(await this.commands.execute(new WebhookMessage(command, metadata)), reply);
  }

  @Route(rotateWebhookSecret)
  async rotateSecret(
    @Param('account') accountId: string,
    @Param('webhook') endpointId: string,
    @Body({ schema: rotateWebhookSecret.body.schema }) { overlapHours }: RotateSecretBody,
    @AskedBy() { at, metadata }: Asked,
  ): Promise<SecretRotatedAnswer> {
    // Nobody makes secrets for endpoints that are not there.
    orProblem(await this.queries.execute(new GetWebhookMessage(accountId, endpointId)));
    const overlapMs = Math.round(overlapHours * hourMs);
    const { command, secret } = orProblem(
      await this.writer.rotating({ accountId, at }, endpointId, overlapMs),
    );
    const recorded = await this.commands.execute(new WebhookMessage(command, metadata));
    const position = orProblem(recorded).position.toString();
    return { secret, previousEndsAt: new Date(at + overlapMs).toISOString(), position };
  }
}
