import { Body, Inject, Param, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type ImportKeyBody, type KeyImportedAnswer, importKey } from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { orProblem, setEtag } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { newKeyAnswer } from '../keys/key-answer.js';
import { warningsOf } from '../keys/key-warnings.js';
import { ImportKeyMessage } from './import-commands.js';

@AdminController()
export class ImportController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Route(importKey)
  async import(
    @Param('account') accountId: string,
    @Body({ schema: importKey.body.schema }) body: ImportKeyBody,
    @AskedBy() asked: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyImportedAnswer> {
    const message = new ImportKeyMessage(accountId, body, asked);
    const { command, recorded } = orProblem(await this.commands.execute(message));
    const { position, revision, state } = recorded;
    setEtag(reply, revision);
    void reply.header('location', `/v1/keys/${command.keyId}`);
    const key = newKeyAnswer({ command, state, revision, metadata: asked.metadata });
    return { key, position: position.toString(), warnings: warningsOf(state) };
  }
}
