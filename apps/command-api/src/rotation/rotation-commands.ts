import { Command } from '@nestjs/cqrs';
import type { ChangeOverlap, ExistingKey, Refusal } from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { Asked } from '../http/asked.js';
import { KeyWriter } from '../keys/key-writer.js';
import type { Recorded } from '../ledger/ledger.js';
import { KeyRotation, type RotatedKey, type WantedRotation } from './key-rotation.js';

export class RotateKeyMessage extends Command<RotatedKey | Refusal> {
  constructor(
    readonly wanted: WantedRotation,
    readonly asked: Asked,
  ) {
    super();
  }
}

export class ChangeOverlapMessage extends Command<Recorded<ExistingKey> | Refusal> {
  constructor(
    readonly command: ChangeOverlap,
    readonly metadata: Asked['metadata'],
    readonly revisions: Asked['revisions'],
  ) {
    super();
  }
}

export const rotationCommandHandlers = [
  commandHandler(RotateKeyMessage, KeyRotation, (rotation, { wanted, asked }) =>
    rotation.rotate(wanted, asked),
  ),
  commandHandler(ChangeOverlapMessage, KeyWriter, (writer, { command, metadata, revisions }) =>
    writer.handle(command, metadata, revisions),
  ),
];
