import { Body, Headers, Inject, Param, Query, Res } from '@nestjs/common';
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
  type TagCountsAnswer,
  changeExpiry,
  changeScopes,
  createKey,
  describeKey,
  getKey,
  listKeys,
  listTags,
  updateIpAllowlist,
} from '@keyledger/contracts';
import { isRefusal, profileOf, refuse } from '@keyledger/domain';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { Ledger } from '../ledger/ledger.js';
import { newKeyAnswer } from './key-answer.js';
import { grantingIn, grantorScopesIn } from './granting.js';
import {
  ChangeExpiryMessage,
  ChangeScopesMessage,
  CreateKeyMessage,
  DescribeKeyMessage,
  UpdateIpAllowlistMessage,
} from './key-commands.js';
import { alreadyCreated, idempotentKeyId } from './idempotency-key.js';
import { KeyMinting, scopesOf } from './key-minting.js';
import { GetKeyMessage, ListKeysMessage, ListTagsMessage } from './key-queries.js';
import { warningsOf } from './key-warnings.js';

@AdminController()
export class KeysController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(KeyMinting) private readonly minting: KeyMinting,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  @Route(createKey)
  async create(
    @Param('account') accountId: string,
    @Body({ schema: createKey.body.schema }) body: CreateKeyBody,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyCreatedAnswer> {
    const { metadata } = asked;
    const keyId = orProblem(idempotentKeyId(idempotencyKey, accountId, asked));
    const { command, value } = orProblem(await this.minting.mint(accountId, { ...body, keyId }, asked));
    const outcome = await this.commands.execute(new CreateKeyMessage(command, metadata));
    const existed = keyId !== null && isRefusal(outcome) && outcome.code === 'KEY_EXISTS';
    const recorded = orProblem(existed ? alreadyCreated(keyId) : outcome);
    const { position, revision, state } = recorded;
    setEtag(reply, revision);
    void reply.header('location', `/v1/keys/${command.keyId}`);
    return {
      key: newKeyAnswer({ command, state, revision, metadata }),
      value,
      position: position.toString(),
      warnings: warningsOf(state),
    };
  }

  @Route(listKeys)
  async list(
    @Param('account') accountId: string,
    @Query({ schema: listKeys.query }) query: ListKeysQuery,
  ): Promise<KeyPageAnswer> {
    return orProblem(await this.queries.execute(new ListKeysMessage(accountId, query)));
  }

  @Route(listTags)
  async tags(
    @Param('account') accountId: string,
    @Query({ schema: listTags.query }) query: FreshnessQuery,
  ): Promise<TagCountsAnswer> {
    return orProblem(await this.queries.execute(new ListTagsMessage(accountId, query)));
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
    return changedAnswer(
      await this.commands.execute(new DescribeKeyMessage(command, asked.metadata, asked.revisions)),
      reply,
      warningsOf,
    );
  }

  @Route(changeScopes)
  async changeScopes(
    @Body({ schema: changeScopes.body.schema }) body: ScopesBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const account = orProblem((await this.ledger.findAccount(accountId)) ?? refuse('ACCOUNT_NOT_FOUND', ''));
    const scopes = orProblem(scopesOf(profileOf(account.state.profile), body));
    const grant = grantingIn(account.state, asked);
    const command = { type: 'ChangeScopes', keyId, at: asked.at, scopes, ...grant } as const;
    return changedAnswer(
      await this.commands.execute(new ChangeScopesMessage(command, asked.metadata, asked.revisions)),
      reply,
      warningsOf,
    );
  }

  @Route(updateIpAllowlist)
  async updateIpAllowlist(
    @Body({ schema: updateIpAllowlist.body.schema }) body: IpAllowlistBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const grantorScopes = grantorScopesIn(accountId, asked);
    const command = { type: 'UpdateIpAllowlist', keyId, at: asked.at, ...body, grantorScopes } as const;
    const message = new UpdateIpAllowlistMessage(command, asked.metadata, asked.revisions);
    return changedAnswer(await this.commands.execute(message), reply);
  }

  @Route(changeExpiry)
  async changeExpiry(
    @Body({ schema: changeExpiry.body.schema }) { expiresAt }: ExpiryBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const grantorScopes = grantorScopesIn(accountId, asked);
    const command = { type: 'ChangeExpiry', keyId, at: asked.at, expiresAt, grantorScopes } as const;
    return changedAnswer(
      await this.commands.execute(new ChangeExpiryMessage(command, asked.metadata, asked.revisions)),
      reply,
      warningsOf,
    );
  }
}
