import { Body, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AlertMuteListAnswer,
  type AlertPolicyAnswer,
  type AlertPolicyBody,
  type ChangedAnswer,
  type FreshnessQuery,
  type MuteBody,
  type MutedAnswer,
  changeAlertPolicy,
  listAlertMutes,
  muteAlerts,
  readAlertPolicy,
  unmuteAlerts,
} from '@keyledger/contracts';
import { IDS, type Ids } from '@keyledger/platform';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { muteAnswer } from './alert-answers.js';
import { AlertMessage } from './alert-commands.js';
import { wantedPolicy } from './alert-policy-answer.js';
import { ListAlertMutesMessage, ReadAlertPolicyMessage } from './alert-queries.js';

/** What an account wants to hear of, and what it wants done. */
@AdminController()
export class AlertWishesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Route(listAlertMutes)
  async mutes(
    @Param('account') accountId: string,
    @Query({ schema: listAlertMutes.query }) query: FreshnessQuery,
    @AskedBy() { at }: Asked,
  ): Promise<AlertMuteListAnswer> {
    return orProblem(await this.queries.execute(new ListAlertMutesMessage(accountId, query, at)));
  }

  @Route(muteAlerts)
  async mute(
    @Param('account') accountId: string,
    @Body({ schema: muteAlerts.body.schema }) { keyId = null, until = null, rule, reason }: MuteBody,
    @AskedBy() { at, metadata }: Asked,
  ): Promise<MutedAnswer> {
    const muteId = this.ids.uuid();
    const command = { type: 'MuteAlertRule', accountId, at, muteId, rule, keyId, until, reason } as const;
    const { position, state } = orProblem(await this.commands.execute(new AlertMessage(command, metadata)));
    const mute = state.alerts.mutes.find((candidate) => candidate.muteId === muteId);
    if (mute === undefined) throw new Error('A mute that was recorded is not there');
    const answer = muteAnswer({ ...mute, mutedAt: metadata.time, mutedBy: metadata.actor });
    return { mute: answer, position: position.toString() };
  }

  @Route(unmuteAlerts)
  async unmute(
    @Param('account') accountId: string,
    @Param('mute') muteId: string,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'UnmuteAlertRule', accountId, at, muteId } as const;
    return changedAnswer(await this.commands.execute(new AlertMessage(command, metadata)), reply);
  }

  @Route(readAlertPolicy)
  async policy(
    @Param('account') accountId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AlertPolicyAnswer> {
    const { revision, answer } = orProblem(await this.queries.execute(new ReadAlertPolicyMessage(accountId)));
    setEtag(reply, revision);
    return answer;
  }

  @Route(changeAlertPolicy)
  async changePolicy(
    @Param('account') accountId: string,
    @Body({ schema: changeAlertPolicy.body.schema }) body: AlertPolicyBody,
    @AskedBy() { at, metadata, revisions }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const rules = orProblem(wantedPolicy(body));
    const command = { type: 'ChangeAlertPolicy', accountId, at, rules } as const;
    const message = new AlertMessage(command, metadata, revisions);
    return changedAnswer(await this.commands.execute(message), reply);
  }
}
