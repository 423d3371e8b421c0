import { Query } from '@nestjs/cqrs';
import type { AccountUsageAnswer, AccountUsageQuery, FailedRequestsAnswer } from '@keyledger/contracts';
import { type Refusal, isRefusal, refuse } from '@keyledger/domain';
import type {
  AccountUsageQuery as AccountUsageRows,
  AccountUsageRequest,
  OutcomeCount,
} from '@keyledger/read-models';
import type { Ledger } from '../ledger/ledger.js';
import { accountBucketsMax, periodOf } from './usage-period.js';
import type { LastUses, UsageReader } from './usage-reader.js';

export class ReadAccountUsageMessage extends Query<AccountUsageAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: AccountUsageQuery,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

export class ReadFailedRequestsMessage extends Query<FailedRequestsAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: AccountUsageQuery,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

const topNamesMax = 20;
/** As many as a chart can tell apart. */
const seriesOperationsMax = 5;
const topKeysMax = 20;
const failedRequestsMax = 200;

/** Answers about the use of an account's keys together. */
export class AccountUsageReader {
  constructor(
    private readonly ledger: Pick<Ledger, 'findAccount'>,
    private readonly usage: AccountUsageRows,
    private readonly keys: Pick<UsageReader, 'lastUses'>,
  ) {}

  async read(message: ReadAccountUsageMessage): Promise<AccountUsageAnswer | Refusal> {
    const request = await this.requestOf(message);
    if (isRefusal(request)) return request;
    const [series, operations, networks, topKeys] = await Promise.all([
      this.usage.series(request),
      this.usage.top('operation', request, topNamesMax),
      this.usage.top('network', request, topNamesMax),
      this.usage.topKeys(request, topKeysMax),
    ]);
    const most = operations.slice(0, seriesOperationsMax).map(({ name }) => name ?? '');
    const seriesByOperation = await this.usage.seriesOf(most, request);
    const byCode = addedByCode(series);
    const refusals = byCode.filter(({ code }) => code !== 'VALID');
    return {
      ...periodAnswer(request),
      bucket: request.resolution,
      accepted: byCode.find(({ code }) => code === 'VALID')?.count ?? 0,
      refused: refusals.reduce((sum, { count }) => sum + count, 0),
      series: [...series],
      seriesByOperation: [...seriesByOperation],
      refusals,
      operations: operations.map(({ name, ...count }) => ({ operation: name, ...count })),
      networks: networks.map(({ name, ...count }) => ({ network: name, ...count })),
      topKeys: [...topKeys],
    };
  }

  async readFailedRequests(message: ReadFailedRequestsMessage): Promise<FailedRequestsAnswer | Refusal> {
    const request = await this.requestOf(message);
    if (isRefusal(request)) return request;
    const found = await this.usage.failedRequests(request, failedRequestsMax + 1);
    const failed = found.slice(0, failedRequestsMax);
    const usesOf = await this.keys.lastUses([...new Set(failed.map(({ keyId }) => keyId))]);
    const items = failed.map((each) => ({ ...each, lastRefused: lastRequest(usesOf(each.keyId)) }));
    return { ...periodAnswer(request), items, truncated: found.length > failedRequestsMax };
  }

  private async requestOf({
    accountId,
    query,
    now,
  }: ReadAccountUsageMessage | ReadFailedRequestsMessage): Promise<AccountUsageRequest | Refusal> {
    const period = periodOf(query, now, accountBucketsMax);
    if (isRefusal(period)) return period;
    const found = await this.ledger.findAccount(accountId);
    return found === null ? refuse('ACCOUNT_NOT_FOUND', 'No such account.') : { accountId, ...period };
  }
}

function periodAnswer({ from, to }: AccountUsageRequest) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** The most frequent first. */
function addedByCode(series: readonly OutcomeCount[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { code, count } of series) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count);
}

function lastRequest({ lastRefused }: LastUses): FailedRequestsAnswer['items'][number]['lastRefused'] {
  if (lastRefused === null) return null;
  const { at, ...request } = lastRefused;
  return { time: at, ...request };
}
