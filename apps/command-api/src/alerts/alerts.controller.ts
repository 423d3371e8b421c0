import { Body, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AlertAnswer,
  type AlertPageAnswer,
  type ChangedAnswer,
  type CommentBody,
  type FreshnessQuery,
  type ListAlertsQuery,
  acknowledgeAlert,
  getAlert,
  listAlerts,
  resolveAlert,
} from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { AlertMessage } from './alert-commands.js';
import { GetAlertMessage, ListAlertsMessage } from './alert-queries.js';

@AdminController()
export class AlertsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Route(listAlerts)
  async list(
    @Param('account') accountId: string,
    @Query({ schema: listAlerts.query }) query: ListAlertsQuery,
  ): Promise<AlertPageAnswer> {
    return orProblem(await this.queries.execute(new ListAlertsMessage(accountId, query)));
  }

  @Route(getAlert)
  async get(
    @Param('account') accountId: string,
    @Param('alert') alertId: string,
    @Query({ schema: getAlert.query }) query: FreshnessQuery,
  ): Promise<AlertAnswer> {
    return orProblem(await this.queries.execute(new GetAlertMessage(accountId, alertId, query)));
  }

  @Route(acknowledgeAlert)
  async acknowledge(
    @Param('account') accountId: string,
    @Param('alert') alertId: string,
    @Body({ schema: acknowledgeAlert.body.schema }) { comment = null }: CommentBody,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'AcknowledgeAlert', accountId, alertId, at, comment } as const;
    return changedAnswer(await this.commands.execute(new AlertMessage(command, metadata)), reply);
  }

  @Route(resolveAlert)
  async resolve(
    @Param('account') accountId: string,
    @Param('alert') alertId: string,
    @Body({ schema: resolveAlert.body.schema }) { comment = null }: CommentBody,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'ResolveAlert', accountId, alertId, at, comment } as const;
    return changedAnswer(await this.commands.execute(new AlertMessage(command, metadata)), reply);
  }
}
