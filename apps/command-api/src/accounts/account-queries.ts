import { Query } from '@nestjs/cqrs';
import type {
  AccountAnswer,
  AccountPageAnswer,
  FreshnessQuery,
  ListAccountsQuery,
} from '@keyledger/contracts';
import { type Refusal, isRefusal, refuse } from '@keyledger/domain';
import { type AccountDirectoryQuery, accountDirectory } from '@keyledger/read-models';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { Ledger } from '../ledger/ledger.js';
import { accountAnswer } from './account-answer.js';

export class GetAccountMessage extends Query<AccountAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: FreshnessQuery,
  ) {
    super();
  }
}

export class ListAccountsMessage extends Query<AccountPageAnswer | Refusal> {
  constructor(
    /** Null: all there are. */
    readonly visible: readonly string[] | null,
    readonly query: ListAccountsQuery,
  ) {
    super();
  }
}

/** Answers about accounts. */
export class AccountReader {
  constructor(
    private readonly directory: AccountDirectoryQuery,
    private readonly ledger: Ledger,
    private readonly gate: ReadModelGate,
  ) {}

  async get({ accountId, query }: GetAccountMessage): Promise<AccountAnswer | Refusal> {
    const known = await this.ledger.findAccount(accountId);
    if (known === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const behind = await this.gate.refusal(accountDirectory, query.minPosition);
    if (behind !== null) return behind;
    const view = await this.directory.get(accountId);
    return view === null ? this.getOnceOpened(accountId, known.openedPosition) : accountAnswer(view);
  }

  async list({ visible, query }: ListAccountsMessage): Promise<AccountPageAnswer | Refusal> {
    const { minPosition, ...request } = query;
    const behind = await this.gate.refusal(accountDirectory, minPosition);
    if (behind !== null) return behind;
    const page = await this.directory.list({ ...request, accountIds: visible });
    if (isRefusal(page)) return page;
    return { items: page.items.map(accountAnswer), nextCursor: page.nextCursor };
  }

  /** The log has the account, so it is waited for. */
  private async getOnceOpened(accountId: string, openedPosition: bigint): Promise<AccountAnswer | Refusal> {
    const behind = await this.gate.refusal(accountDirectory, openedPosition);
    if (behind !== null) return behind;
    const view = await this.directory.get(accountId);
    return view === null ? refuse('ACCOUNT_NOT_FOUND', 'No such account.') : accountAnswer(view);
  }
}

export const accountQueryHandlers = [
  queryHandler(GetAccountMessage, AccountReader, (reader, message) => reader.get(message)),
  queryHandler(ListAccountsMessage, AccountReader, (reader, message) => reader.list(message)),
];
