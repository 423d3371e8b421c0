import { Readable } from 'node:stream';
import { Headers, Inject, Param, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type RevocationAnswer,
  type VerifierListAnswer,
  listVerifiers,
  positionParameter,
  readRevocation,
} from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { AdminController, Route } from '../http/route.js';
import { ListVerifiersMessage, ReadRevocationMessage } from './fleet-queries.js';
import { RevocationStreams } from './revocation-streams.js';

const eventStream = 'text/event-stream';

@AdminController()
export class FleetController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RevocationStreams) private readonly streams: RevocationStreams,
  ) {}

  @Route(listVerifiers)
  async verifiers(): Promise<VerifierListAnswer> {
    return this.queries.execute(new ListVerifiersMessage());
  }

  @Route(readRevocation)
  async revocation(
    @Param('position', { schema: positionParameter }) position: bigint,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RevocationAnswer | StreamableFile> {
    if (accept?.includes(eventStream) !== true) {
      return this.queries.execute(new ReadRevocationMessage(position));
    }
    const events = await this.streams.follow(position);
    void reply.header('x-accel-buffering', 'no'); // nginx would hold events back
    return new StreamableFile(Readable.from(events, { objectMode: false }), { type: eventStream });
  }
}
