import { Command } from '@nestjs/cqrs';
import type {
  ChangeExpiry,
  ChangeLimits,
  ChangeScopes,
  CreateKey,
  DescribeKey,
  DisableKey,
  EnableKey,
  ExistingKey,
  KeyCommand,
  Refusal,
  RevokeKey,
  UpdateIpAllowlist,
} from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { RequestMetadata } from '../http/request-metadata.js';
import type { Recorded } from '../ledger/ledger.js';
import { KeyWriter } from './key-writer.js';

/** A command on a key, with what is to be recorded about who gave it. */
abstract class KeyMessage<Given extends KeyCommand> extends Command<Recorded<ExistingKey> | Refusal> {
  constructor(
    readonly command: Given,
    readonly metadata: RequestMetadata,
    /** Of the key, at which the command is wanted; null: any. */
    readonly revisions: readonly number[] | null = null,
  ) {
    super();
  }
}

export class CreateKeyMessage extends KeyMessage<CreateKey> {}
export class DescribeKeyMessage extends KeyMessage<DescribeKey> {}
export class ChangeScopesMessage extends KeyMessage<ChangeScopes> {}
export class UpdateIpAllowlistMessage extends KeyMessage<UpdateIpAllowlist> {}
export class ChangeLimitsMessage extends KeyMessage<ChangeLimits> {}
export class ChangeExpiryMessage extends KeyMessage<ChangeExpiry> {}
export class DisableKeyMessage extends KeyMessage<DisableKey> {}
export class EnableKeyMessage extends KeyMessage<EnableKey> {}
export class RevokeKeyMessage extends KeyMessage<RevokeKey> {}

const handle = (writer: KeyWriter, { command, metadata, revisions }: KeyMessage<KeyCommand>) =>
  writer.handle(command, metadata, revisions);

export const keyCommandHandlers = [
  commandHandler(CreateKeyMessage, KeyWriter, handle),
  commandHandler(DescribeKeyMessage, KeyWriter, handle),
  commandHandler(ChangeScopesMessage, KeyWriter, handle),
  commandHandler(UpdateIpAllowlistMessage, KeyWriter, handle),
  commandHandler(ChangeLimitsMessage, KeyWriter, handle),
  commandHandler(ChangeExpiryMessage, KeyWriter, handle),
  commandHandler(DisableKeyMessage, KeyWriter, handle),
  commandHandler(EnableKeyMessage, KeyWriter, handle),
  commandHandler(RevokeKeyMessage, KeyWriter, handle),
];
