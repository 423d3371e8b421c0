import { Command } from '@nestjs/cqrs';
import type { OpenAccountState, Refusal, WebhookCommand } from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { RequestMetadata } from '../http/request-metadata.js';
import { Ledger, type Recorded } from '../ledger/ledger.js';

/** A command on the webhook endpoints of an account, with what is to be recorded about who gave it. */
export class WebhookMessage extends Command<Recorded<OpenAccountState> | Refusal> {
  constructor(
    readonly command: WebhookCommand,
    readonly metadata: RequestMetadata,
  ) {
    super();
  }
}

export const webhookCommandHandlers = [
  commandHandler(WebhookMessage, Ledger, (ledger, { command, metadata }) =>
    ledger.handleAccount(command, metadata),
  ),
];
