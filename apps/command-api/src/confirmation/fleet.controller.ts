import { Inject, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type RevocationAnswer,
  type VerifierListAnswer,
  listVerifiers,
  positionParameter,
  readRevocation,
} from '@keyledger/contracts';
import { AdminController, Route } from '../http/route.js';
import { ListVerifiersMessage, ReadRevocationMessage } from './fleet-queries.js';

@AdminController()
export class FleetController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Route(listVerifiers)
  async verifiers(): Promise<VerifierListAnswer> {
    return this.queries.execute(new ListVerifiersMessage());
  }

  @Route(readRevocation)
  async revocation(
    @Param('position', { schema: positionParameter }) position: bigint,
  ): Promise<RevocationAnswer> {
    return this.queries.execute(new ReadRevocationMessage(position));
  }
}
