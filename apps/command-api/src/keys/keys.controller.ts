import { Body, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type ChangedAnswer,
  type CreateKeyBody,
  type DescribeKeyBody,
  type ExpiryBody,
  type FreshnessQuery,
  type IpAllowlistBody,
  type KeyAnswer,
  type KeyCreatedAnswer,
  type KeyPageAnswer,
  type ListKeysQuery,
  type ScopesBody,
  changeExpiry,
  changeScopes,
  createKey,
  describeKey,
  getKey,
  listKeys,
  updateIpAllowlist,
} from '@keyledger/contracts';
import { IDS, type Ids } from '@keyledger/platform';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { newKeyAnswer } from './key-answer.js';
import { granting, mintedKey } from './key-command-of.js';
import {
  ChangeExpiryMessage,
  ChangeScopesMessage,
  CreateKeyMessage,
  DescribeKeyMessage,
  UpdateIpAllowlistMessage,
} from './key-commands.js';
import { GetKeyMessage, ListKeysMessage } from './key-queries.js';

@AdminController()
export class KeysController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @Route(createKey)
  async create(
    @Param('account') accountId: string,
    @Body({ schema: createKey.body.schema }) body: CreateKeyBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyCreatedAnswer> {
    const { metadata } = asked;
    const { command, value } = mintedKey(accountId, body, asked, this.ids);
    const recorded = orProblem(await this.commands.execute(new CreateKeyMessage(command, metadata)));
    const { position, revision, state } = recorded;
    setEtag(reply, revision);
    void reply.header('location', `/v1/keys/${command.keyId}`);
    return {
      key: newKeyAnswer({ command, state, revision, metadata }),
      value,
      position: position.toString(),
    };
  }

  @Route(listKeys)
  async list(
    @Param('account') accountId: string,
    @Query({ schema: listKeys.query }) query: ListKeysQuery,
  ): Promise<KeyPageAnswer> {
    return orProblem(await this.queries.execute(new ListKeysMessage(accountId, query)));
  }

  @Route(getKey)
  async get(
    @Query({ schema: getKey.query }) query: FreshnessQuery,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyAnswer> {
    const key = orProblem(await this.queries.execute(new GetKeyMessage(ownerOf(asked), query)));
    setEtag(reply, key.revision);
    return key;
  }

  @Route(describeKey)
  async describe(
    @Body({ schema: describeKey.body.schema }) body: DescribeKeyBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId } = ownerOf(asked);
    const command = { type: 'DescribeKey', keyId, at: asked.at, ...body } as const;
    return changedAnswer(await this.commands.execute(new DescribeKeyMessage(command, asked.metadata)), reply);
  }

  @Route(changeScopes)
  async changeScopes(
    @Body({ schema: changeScopes.body.schema }) body: ScopesBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const grant = granting(accountId, asked);
    const command = { type: 'ChangeScopes', keyId, at: asked.at, ...body, ...grant } as const;
    return changedAnswer(
      await this.commands.execute(new ChangeScopesMessage(command, asked.metadata)),
      reply,
    );
  }

  @Route(updateIpAllowlist)
  async updateIpAllowlist(
    @Body({ schema: updateIpAllowlist.body.schema }) body: IpAllowlistBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const { grantorScopes } = granting(accountId, asked);
    const command = { type: 'UpdateIpAllowlist', keyId, at: asked.at, ...body, grantorScopes } as const;
    const message = new UpdateIpAllowlistMessage(command, asked.metadata);
    return changedAnswer(await this.commands.execute(message), reply);
  }

  @Route(changeExpiry)
  async changeExpiry(
    @Body({ schema: changeExpiry.body.schema }) { expiresAt }: ExpiryBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const { grantorScopes } = granting(accountId, asked);
    const command = { type: 'ChangeExpiry', keyId, at: asked.at, expiresAt, grantorScopes } as const;
    return changedAnswer(
      await this.commands.execute(new ChangeExpiryMessage(command, asked.metadata)),
      reply,
    );
  }
}
