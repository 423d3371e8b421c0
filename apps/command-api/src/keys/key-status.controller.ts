import { Body, Inject, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  type ChangedAnswer,
  type CommentBody,
  type DeleteKeyQuery,
  type ReasonBody,
  deleteKey,
  disableKey,
  enableKey,
  revokeKey,
} from '@keyledger/contracts';
import { systemAccountId } from '@keyledger/domain';
import { Sessions } from '@keyledger/sessions';
import type { FastifyReply } from 'fastify';
import { changedAnswer } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { grantorScopesIn } from './granting.js';
import { DisableKeyMessage, EnableKeyMessage, RevokeKeyMessage } from './key-commands.js';

@AdminController()
export class KeyStatusController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @Route(disableKey)
  async disable(
    @Body({ schema: disableKey.body.schema }) { reason, comment = null }: ReasonBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId } = ownerOf(asked);
    const command = { type: 'DisableKey', keyId, at: asked.at, reason, comment } as const;
    return changedAnswer(
      await this.commands.execute(new DisableKeyMessage(command, asked.metadata, asked.revisions)),
      reply,
    );
  }

  @Route(enableKey)
  async enable(
    @Body({ schema: enableKey.body.schema }) { comment = null }: CommentBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const grantorScopes = grantorScopesIn(accountId, asked);
    // A session ended with its key, whether anybody has noticed or not: it must not come back with it.
    if (accountId === systemAccountId) await this.sessions.endAllOf(keyId);
    const command = { type: 'EnableKey', keyId, at: asked.at, comment, grantorScopes } as const;
    return changedAnswer(
      await this.commands.execute(new EnableKeyMessage(command, asked.metadata, asked.revisions)),
      reply,
    );
  }

  @Route(revokeKey)
  async revoke(
    @Body({ schema: revokeKey.body.schema }) { reason, comment = null }: ReasonBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId } = ownerOf(asked);
    const command = { type: 'RevokeKey', keyId, at: asked.at, reason, comment } as const;
    return changedAnswer(
      await this.commands.execute(new RevokeKeyMessage(command, asked.metadata, asked.revisions)),
      reply,
    );
  }

  @Route(deleteKey)
  async delete(
    @Query({ schema: deleteKey.query }) { reason = 'other', comment }: DeleteKeyQuery,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { keyId } = ownerOf(asked);
    const command = { type: 'RevokeKey', keyId, at: asked.at, reason, comment: comment ?? null } as const;
    const outcome = await this.commands.execute(
      new RevokeKeyMessage(command, asked.metadata, asked.revisions),
    );
    const { position } = changedAnswer(outcome, reply);
    void reply.header('keyledger-position', position);
  }
}
