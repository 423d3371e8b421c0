import { Command } from '@nestjs/cqrs';
import type { CatalogueDefinedAnswer } from '@keyledger/contracts';
import type { DefineCatalogue, Refusal } from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { RequestMetadata } from '../http/request-metadata.js';
import { type CatalogueWishes, CatalogueWriter, type Definition } from './catalogue-writer.js';

export class DefineCatalogueMessage extends Command<CatalogueDefinedAnswer | Refusal> implements Definition {
  constructor(
    readonly command: DefineCatalogue,
    readonly metadata: RequestMetadata,
    readonly wishes: CatalogueWishes,
    readonly revisions: readonly number[] | null,
  ) {
    super();
  }
}

export const catalogueCommandHandlers = [
  commandHandler(DefineCatalogueMessage, CatalogueWriter, (writer, message) => writer.define(message)),
];
