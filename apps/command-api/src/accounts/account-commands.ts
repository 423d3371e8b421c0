import { Command } from '@nestjs/cqrs';
import type {
  AccountCommand,
  ChooseProfile,
  DescribeAccount,
  DisableApiAccess,
  EnableApiAccess,
  OpenAccount,
  OpenAccountState,
  Refusal,
} from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { RequestMetadata } from '../http/request-metadata.js';
import { Ledger, type Recorded } from '../ledger/ledger.js';

/** A command on an account, with what is to be recorded about who gave it. */
abstract class AccountMessage<Given extends AccountCommand> extends Command<
  Recorded<OpenAccountState> | Refusal
> {
  constructor(
    readonly command: Given,
    readonly metadata: RequestMetadata,
    /** Of the account, at which the command is wanted; null: any. */
    readonly revisions: readonly number[] | null = null,
  ) {
    super();
  }
}

export class OpenAccountMessage extends AccountMessage<OpenAccount> {}
export class DescribeAccountMessage extends AccountMessage<DescribeAccount> {}
export class ChooseProfileMessage extends AccountMessage<ChooseProfile> {}
export class DisableApiAccessMessage extends AccountMessage<DisableApiAccess> {}
export class EnableApiAccessMessage extends AccountMessage<EnableApiAccess> {}

const handleAccount = (ledger: Ledger, { command, metadata, revisions }: AccountMessage<AccountCommand>) =>
  ledger.handleAccount(command, metadata, revisions);

export const accountCommandHandlers = [
  commandHandler(OpenAccountMessage, Ledger, handleAccount),
  commandHandler(DescribeAccountMessage, Ledger, handleAccount),
  commandHandler(ChooseProfileMessage, Ledger, handleAccount),
  commandHandler(DisableApiAccessMessage, Ledger, handleAccount),
  commandHandler(EnableApiAccessMessage, Ledger, handleAccount),
];
