import { Body, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type AccountAnswer,
  type AccountOpenedAnswer,
  type AccountPageAnswer,
  type ChangedAnswer,
  type CommentBody,
  type DescribeAccountBody,
  type FreshnessQuery,
  type ListAccountsQuery,
  type OpenAccountBody,
  type ProfileBody,
  type ReasonBody,
  chooseProfile,
  describeAccount,
  disableApiAccess,
  enableApiAccess,
  getAccount,
  listAccounts,
  openAccount,
} from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { newAccountAnswer } from './account-answer.js';
import { CountLiveKeysMessage } from '../keys/key-queries.js';
import {
  ChooseProfileMessage,
  DescribeAccountMessage,
  DisableApiAccessMessage,
  EnableApiAccessMessage,
  OpenAccountMessage,
} from './account-commands.js';
import { GetAccountMessage, ListAccountsMessage } from './account-queries.js';

@AdminController()
export class AccountsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Route(openAccount)
  async open(
    @Body({ schema: openAccount.body.schema }) { slug, email = null, ...given }: OpenAccountBody,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountOpenedAnswer> {
    const command = { type: 'OpenAccount', accountId: slug, at, email, ...given } as const;
    const recorded = orProblem(await this.commands.execute(new OpenAccountMessage(command, metadata)));
    void reply.header('location', `/v1/accounts/${slug}`);
    return { account: newAccountAnswer(recorded, metadata), position: recorded.position.toString() };
  }

  @Route(listAccounts)
  async list(
    @Query({ schema: listAccounts.query }) query: ListAccountsQuery,
    @AskedBy() { accounts }: Asked,
  ): Promise<AccountPageAnswer> {
    return orProblem(await this.queries.execute(new ListAccountsMessage(accounts, query)));
  }

  @Route(getAccount)
  async get(
    @Param('account') accountId: string,
    @Query({ schema: getAccount.query }) query: FreshnessQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountAnswer> {
    const account = orProblem(await this.queries.execute(new GetAccountMessage(accountId, query)));
    setEtag(reply, account.revision);
    return account;
  }

  @Route(describeAccount)
  async describe(
    @Param('account') accountId: string,
    @Body({ schema: describeAccount.body.schema }) body: DescribeAccountBody,
    @AskedBy() { at, metadata, revisions }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'DescribeAccount', accountId, at, ...body } as const;
    const message = new DescribeAccountMessage(command, metadata, revisions);
    return changedAnswer(await this.commands.execute(message), reply);
  }

  @Route(chooseProfile)
  async chooseProfile(
    @Param('account') accountId: string,
    @Body({ schema: chooseProfile.body.schema }) { profile }: ProfileBody,
    @AskedBy() { at, metadata, revisions }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const liveKeys = orProblem(await this.queries.execute(new CountLiveKeysMessage(accountId)));
    const command = { type: 'ChooseProfile', accountId, at, profile, liveKeys } as const;
    const message = new ChooseProfileMessage(command, metadata, revisions);
    return changedAnswer(await this.commands.execute(message), reply);
  }

  @Route(disableApiAccess)
  async disableApiAccess(
    @Param('account') accountId: string,
    @Body({ schema: disableApiAccess.body.schema }) { reason, comment = null }: ReasonBody,
    @AskedBy() { at, metadata, revisions }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'DisableApiAccess', accountId, at, reason, comment } as const;
    const message = new DisableApiAccessMessage(command, metadata, revisions);
    return changedAnswer(await this.commands.execute(message), reply);
  }

  @Route(enableApiAccess)
  async enableApiAccess(
    @Param('account') accountId: string,
    @Body({ schema: enableApiAccess.body.schema }) { comment = null }: CommentBody,
    @AskedBy() { at, metadata, revisions }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const command = { type: 'EnableApiAccess', accountId, at, comment } as const;
    const message = new EnableApiAccessMessage(command, metadata, revisions);
    return changedAnswer(await this.commands.execute(message), reply);
  }
}
