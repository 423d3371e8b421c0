import { Command } from '@nestjs/cqrs';
import type { ImportKeyBody } from '@keyledger/contracts';
import type { Refusal } from '@keyledger/domain';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { Asked } from '../http/asked.js';
import { type ImportedKey, KeyImport } from './key-import.js';

export class ImportKeyMessage extends Command<ImportedKey | Refusal> {
  constructor(
    readonly accountId: string,
    readonly body: ImportKeyBody,
    readonly asked: Asked,
  ) {
    super();
  }
}

export const importCommandHandlers = [
  commandHandler(ImportKeyMessage, KeyImport, (keyImport, { accountId, body, asked }) =>
    keyImport.import(accountId, body, asked),
  ),
];
