import { Query } from '@nestjs/cqrs';
import type {
  FreshnessQuery,
  KeyAnswer,
  KeyPageAnswer,
  ListKeysQuery,
  TagCountsAnswer,
} from '@keyledger/contracts';
import { type Refusal, isRefusal, refuse } from '@keyledger/domain';
import { type KeyDirectoryQuery, keyDirectory } from '@keyledger/read-models';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { KeyOwner } from '../http/asked.js';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { Ledger } from '../ledger/ledger.js';
import type { UsageReader } from '../usage/usage-reader.js';
import { keyAnswer } from './key-answer.js';

export class GetKeyMessage extends Query<KeyAnswer | Refusal> {
  constructor(
    readonly owner: KeyOwner,
    readonly query: FreshnessQuery,
  ) {
    super();
  }
}

export class ListKeysMessage extends Query<KeyPageAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: ListKeysQuery,
  ) {
    super();
  }
}

export class ListTagsMessage extends Query<TagCountsAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: FreshnessQuery,
  ) {
    super();
  }
}

export class CountLiveKeysMessage extends Query<number | Refusal> {
  constructor(readonly accountId: string) {
    super();
  }
}

/** More tags than people tell apart. */
const tagsMax = 1_000;

/** Answers about keys: the key directory, and when each was used last. */
export class KeyReader {
  constructor(
    private readonly directory: KeyDirectoryQuery,
    private readonly usage: UsageReader,
    private readonly ledger: Ledger,
    private readonly gate: ReadModelGate,
  ) {}

  async get({ owner, query }: GetKeyMessage): Promise<KeyAnswer | Refusal> {
    const behind = await this.gate.refusal(keyDirectory, query.minPosition);
    if (behind !== null) return behind;
    return (await this.find(owner.keyId)) ?? this.getOnceCreated(owner);
  }

  /** Keys of the account that can be used, or can be again, as of the end of the log. */
  async countLive({ accountId }: CountLiveKeysMessage): Promise<number | Refusal> {
    const behind = await this.gate.refusalUnlessCurrent(keyDirectory, this.ledger.eventLog);
    return behind ?? this.directory.countLive(accountId);
  }

  async list({ accountId, query }: ListKeysMessage): Promise<KeyPageAnswer | Refusal> {
    if ((await this.ledger.findAccount(accountId)) === null)
      return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const { minPosition, ...request } = query;
    const behind = await this.gate.refusal(keyDirectory, minPosition);
    if (behind !== null) return behind;
    const page = await this.directory.list({ ...request, accountId });
    if (isRefusal(page)) return page;
    const usesOf = await this.usage.lastUses(page.items.map(({ keyId }) => keyId));
    const items = page.items.map((view) => keyAnswer(view, usesOf(view.keyId)));
    return { items, nextCursor: page.nextCursor };
  }

  async tags({ accountId, query }: ListTagsMessage): Promise<TagCountsAnswer | Refusal> {
    if ((await this.ledger.findAccount(accountId)) === null)
      return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const behind = await this.gate.refusal(keyDirectory, query.minPosition);
    if (behind !== null) return behind;
    const counts = await this.directory.tags(accountId, tagsMax + 1);
    return { items: counts.slice(0, tagsMax), truncated: counts.length > tagsMax };
  }

  /** The log has the key, so it is waited for: a key that exists is never answered with KEY_NOT_FOUND. */
  private async getOnceCreated({ keyId, createdPosition }: KeyOwner): Promise<KeyAnswer | Refusal> {
    const behind = await this.gate.refusal(keyDirectory, createdPosition);
    return behind ?? (await this.find(keyId)) ?? refuse('KEY_NOT_FOUND', 'No such key.');
  }

  private async find(keyId: string): Promise<KeyAnswer | null> {
    const view = await this.directory.get(keyId);
    if (view === null) return null;
    const usesOf = await this.usage.lastUses([keyId]);
    return keyAnswer(view, usesOf(keyId));
  }
}

export const keyQueryHandlers = [
  queryHandler(GetKeyMessage, KeyReader, (reader, message) => reader.get(message)),
  queryHandler(CountLiveKeysMessage, KeyReader, (reader, message) => reader.countLive(message)),
  queryHandler(ListTagsMessage, KeyReader, (reader, message) => reader.tags(message)),
  queryHandler(ListKeysMessage, KeyReader, (reader, message) => reader.list(message)),
];
