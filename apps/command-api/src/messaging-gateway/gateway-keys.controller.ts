import {
  type CreateGatewayKeyBody,
  type GatewayKeyAnswer,
  type GatewayKeyCreatedAnswer,
  type GatewayKeyFoundAnswer,
  type ListGatewayKeysQuery,
  createGatewayKey,
  deleteGatewayKey,
  findGatewayKey,
  listGatewayKeys,
} from '@keyledger/contracts';
import { isRefusal } from '@keyledger/domain';
import { Body, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { keyNotFound, orProblem } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { CreateKeyMessage, RevokeKeyMessage } from '../keys/key-commands.js';
import { KeyMinting } from '../keys/key-minting.js';
import type { Recorded } from '../ledger/ledger.js';
import { CalledBy } from './calling-key.js';
import { gatewayKeyAnswer } from './gateway-answers.js';
import type { CallingKey } from './gateway-callers.js';
import { GatewayKeys, wantedKey } from './gateway-keys.js';
import { GatewayController, GatewayRoute } from './gateway-route.js';

/** Keys that manage the keys of their own account (SG-1 to SG-6). */
@GatewayController()
export class GatewayKeysController {
  constructor(
    @Inject(GatewayKeys) private readonly keys: GatewayKeys,
    @Inject(KeyMinting) private readonly minting: KeyMinting,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @GatewayRoute(listGatewayKeys)
  async list(
    @Query({ schema: listGatewayKeys.query }) query: ListGatewayKeysQuery,
    @CalledBy() { caller }: CallingKey,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly GatewayKeyAnswer[]> {
    const { items, nextCursor } = orProblem(await this.keys.list(caller.accountId, query));
    if (nextCursor !== null) void reply.header('link', linkToNext(query, nextCursor));
    return items;
  }

  @GatewayRoute(createGatewayKey)
  async create(
    @Body({ schema: createGatewayKey.body.schema }) body: CreateGatewayKeyBody,
    @CalledBy() calling: CallingKey,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GatewayKeyCreatedAnswer> {
    const wanted = wantedKey(body, calling.key);
    const { command, value } = orProblem(await this.minting.mint(calling.caller.accountId, wanted, asked));
    const recorded = orProblem(await this.commands.execute(new CreateKeyMessage(command, asked.metadata)));
    setPosition(reply, recorded);
    return { ...gatewayKeyAnswer(recorded.state), value };
  }

  @GatewayRoute(deleteGatewayKey)
  async delete(
    @Param('key') keyId: string,
    @CalledBy() calling: CallingKey,
    @AskedBy() { at, metadata }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    orProblem(await this.keys.findToDelete(keyId, calling));
    const command = { type: 'RevokeKey', keyId, at, reason: 'other', comment: null } as const;
    const outcome = await this.commands.execute(new RevokeKeyMessage(command, metadata));
    // Somebody else was faster: it is gone, as it would be a moment later.
    if (isRefusal(outcome) && outcome.code === 'KEY_ALREADY_REVOKED') throw keyNotFound();
    setPosition(reply, orProblem(outcome));
  }

  @GatewayRoute(findGatewayKey)
  async find(
    @Param('key') value: string,
    @CalledBy() { caller, account }: CallingKey,
    @AskedBy() { at }: Asked,
  ): Promise<GatewayKeyFoundAnswer> {
    const key = orProblem(await this.keys.findByValue(value, caller.accountId, at));
    return { ...gatewayKeyAnswer(key), company: account.name };
  }
}

/** So that whoever verifies keys can ask for an answer that is no older than this. */
function setPosition(reply: FastifyReply, { position }: Pick<Recorded<unknown>, 'position'>): void {
  void reply.header('keyledger-position', position.toString());
}

/** RFC 8288. */
function linkToNext({ userId }: ListGatewayKeysQuery, cursor: string): string {
  const query = new URLSearchParams({ ...(userId !== undefined && { userId }), cursor });
  return `<${listGatewayKeys.path}?${query.toString()}>; rel="next"`;
}
