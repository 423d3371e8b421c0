import { Query } from '@nestjs/cqrs';
import type { RevocationAnswer, VerifierListAnswer } from '@keyledger/contracts';
import { queryHandler } from '../cqrs/message-handlers.js';
import { Confirmations } from './confirmations.js';

export class ListVerifiersMessage extends Query<VerifierListAnswer> {}

export class ReadRevocationMessage extends Query<RevocationAnswer> {
  constructor(readonly position: bigint) {
    super();
  }
}

export const fleetQueryHandlers = [
  queryHandler(ListVerifiersMessage, Confirmations, (confirmations) => confirmations.verifiers()),
  queryHandler(ReadRevocationMessage, Confirmations, (confirmations, { position }) =>
    confirmations.revocation(position),
  ),
];
