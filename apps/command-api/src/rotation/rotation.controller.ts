import { Body, Inject, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  type ChangedAnswer,
  type KeyRotatedAnswer,
  type OverlapBody,
  type RotateKeyBody,
  changeOverlap,
  rotateKey,
} from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { changedAnswer, orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { grantorScopesIn } from '../keys/granting.js';
import { ChangeOverlapMessage, RotateKeyMessage } from './rotation-commands.js';
import { keyRotatedAnswer } from './rotation-answer.js';
import { wantedOverlap } from './wanted-overlap.js';

@AdminController()
export class RotationController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Route(rotateKey)
  async rotate(
    @Body({ schema: rotateKey.body.schema }) body: RotateKeyBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyRotatedAnswer> {
    const { keyId } = ownerOf(asked);
    const overlap = orProblem(wantedOverlap(body, asked.at));
    const message = new RotateKeyMessage({ keyId, body, overlap }, asked);
    const rotated = orProblem(await this.commands.execute(message));
    setEtag(reply, rotated.successor.revision);
    void reply.header('location', `/v1/keys/${rotated.minted.command.keyId}`);
    return keyRotatedAnswer(rotated, asked.metadata);
  }

  @Route(changeOverlap)
  async changeOverlap(
    @Body({ schema: changeOverlap.body.schema }) body: OverlapBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedAnswer> {
    const { keyId, accountId } = ownerOf(asked);
    const overlap = orProblem(wantedOverlap(body, asked.at));
    const grantorScopes = grantorScopesIn(accountId, asked);
    const command = { type: 'ChangeOverlap', keyId, at: asked.at, overlap, grantorScopes } as const;
    return changedAnswer(
      await this.commands.execute(new ChangeOverlapMessage(command, asked.metadata, asked.revisions)),
      reply,
    );
  }
}
