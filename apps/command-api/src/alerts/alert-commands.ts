import { Command } from '@nestjs/cqrs';
import type { AlertCommand, OpenAccountState, Refusal } from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { RequestMetadata } from '../http/request-metadata.js';
import { Ledger, type Recorded } from '../ledger/ledger.js';

/** A command on the alerts of an account, with what is to be recorded about who gave it. */
export class AlertMessage extends Command<Recorded<OpenAccountState> | Refusal> {
  constructor(
    readonly command: Exclude<AlertCommand, { type: 'ReportSignals' }>,
    readonly metadata: RequestMetadata,
    /** Of the account, at which the command is wanted; null: any. */
    readonly revisions: readonly number[] | null = null,
  ) {
    super();
  }
}

export const alertCommandHandlers = [
  commandHandler(AlertMessage, Ledger, (ledger, { command, metadata, revisions }) =>
    ledger.handleAccount(command, metadata, revisions),
  ),
];
