import { Body, Inject, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type ChangedAnswer, type LimitsBody, changeLimits } from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { changedAnswer } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { grantorScopesIn } from './granting.js';
import { ChangeLimitsMessage } from './key-commands.js';

/** How often a key may be used. */
@AdminController()
export class KeyLimitsController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Route(changeLimits)
  async changeLimits(
    @Body({ schema: changeLimits.body.schema }) { limits }: LimitsBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const grantorScopes = grantorScopesIn(accountId, asked);
    const command = { type: 'ChangeLimits', keyId, at: asked.at, limits, grantorScopes } as const;
    return changedAnswer(
      await this.commands.execute(new ChangeLimitsMessage(command, asked.metadata, asked.revisions)),
      reply,
    );
  }
}
