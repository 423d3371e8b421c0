import { Query } from '@nestjs/cqrs';
import {
  type ReviewAnswer,
  type ReviewQuery,
  type ReviewSummaryAnswer,
  type ReviewSummaryQuery,
  reviewDaysDefault,
} from '@keyledger/contracts';
import { type Refusal, isRefusal, refuse } from '@keyledger/domain';
import {
  type CursorScope,
  decodeCursor,
  encodeCursor,
  keyDirectory,
  pageSizeDefault,
} from '@keyledger/read-models';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { Ledger } from '../ledger/ledger.js';
import type { FindingCounts } from './finding-counts.js';
import { type KeyScan, type ReviewedKey, keysPerChunkMax } from './key-scan.js';
import { reviewedKeyAnswer } from './review-answer.js';
import { reviewCsvHead, reviewCsvRecord } from './review-csv.js';
import { type ReviewedAccount, reviewedAccount } from './reviewed-account.js';

abstract class ReviewMessage<Answer, Given> extends Query<Answer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: Given,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

export class ReviewKeysMessage extends ReviewMessage<ReviewAnswer, ReviewQuery> {}
export class SummariseReviewMessage extends ReviewMessage<ReviewSummaryAnswer, ReviewSummaryQuery> {}
/** Answered with CSV, piece by piece. */
export class ExportReviewMessage extends ReviewMessage<AsyncIterable<string>, ReviewQuery> {}

/** Where few keys have the finding, a page ends after so many were looked at for it. */
export const keysPerPageMax = 2_000;

/** What keys hold against what they used (WX-10, WX-11, XN-10). */
export class KeyReview {
  constructor(
    private readonly ledger: Ledger,
    private readonly gate: ReadModelGate,
    private readonly scan: KeyScan,
    private readonly counts: FindingCounts,
  ) {}

  async read(message: ReviewKeysMessage): Promise<ReviewAnswer | Refusal> {
    const { cursor, limit = pageSizeDefault, finding } = message.query;
    const scope = cursorScope(message);
    const after = cursor === undefined ? null : decodeCursor(scope, cursor);
    if (isRefusal(after)) return after;
    const account = await this.account(message);
    if (isRefusal(account)) return account;
    const chunk = finding === undefined ? Math.min(limit + 1, keysPerChunkMax) : keysPerChunkMax;
    const found: ReviewedKey[] = [];
    let [keysLookedAt, place, hasEnded] = [0, after, true];
    for await (const each of this.scan.chunks(account, { finding, after, chunk })) {
      found.push(...each.found);
      [keysLookedAt, place, hasEnded] = [
        keysLookedAt + each.keysLookedAt,
        each.place,
        each.keysLookedAt < chunk,
      ];
      if (found.length > limit || keysLookedAt >= keysPerPageMax) break;
    }
    const items = found.slice(0, limit);
    const next = found.length > limit ? items.at(-1)?.createdPosition : hasEnded ? null : place;
    return {
      since: sinceOf(account),
      items: items.map((each) => reviewedKeyAnswer(each, account.now)),
      nextCursor: next == null ? null : encodeCursor(scope, next),
    };
  }

  async summarise(message: SummariseReviewMessage): Promise<ReviewSummaryAnswer | Refusal> {
    const account = await this.account(message);
    if (isRefusal(account)) return account;
    const { keys, counts } = await this.counts.of(account);
    const path = `/v1/accounts/${account.accountId}/review`;
    const views = [...counts].map(([finding, count]) => {
      return { finding, keys: count, view: `${path}?finding=${finding}` };
    });
    return { since: sinceOf(account), keys, findings: views };
  }

  async export(message: ExportReviewMessage): Promise<AsyncIterable<string> | Refusal> {
    const { cursor, limit, finding } = message.query;
    if (cursor !== undefined || limit !== undefined) {
      return refuse('INVALID_REQUEST', 'CSV has no pages: leave cursor and limit out.');
    }
    const account = await this.account(message);
    if (isRefusal(account)) return account;
    return csvOf(this.scan.chunks(account, { finding, after: null, chunk: keysPerChunkMax }), account.now);
  }

  private async account({
    accountId,
    query,
    now,
  }: ReviewMessage<unknown, ReviewSummaryQuery>): Promise<ReviewedAccount | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const behind = await this.gate.refusal(keyDirectory, query.minPosition);
    if (behind !== null) return behind;
    return reviewedAccount(this.scan.usage, found.state, { days: query.days ?? reviewDaysDefault, now });
  }
}

async function* csvOf(chunks: ReturnType<KeyScan['chunks']>, now: number): AsyncGenerator<string> {
  yield reviewCsvHead;
  for await (const { found } of chunks) {
    const records = found.map((each) => reviewCsvRecord(reviewedKeyAnswer(each, now)));
    if (records.length > 0) yield records.join('');
  }
}

function sinceOf({ period }: ReviewedAccount): string {
  return new Date(period.since).toISOString();
}

function cursorScope({ accountId, query }: ReviewKeysMessage): CursorScope {
  return { list: 'review', filters: { accountId, finding: query.finding, days: query.days?.toString() } };
}

export const reviewQueryHandlers = [
  queryHandler(ReviewKeysMessage, KeyReview, (review, message) => review.read(message)),
  queryHandler(SummariseReviewMessage, KeyReview, (review, message) => review.summarise(message)),
  queryHandler(ExportReviewMessage, KeyReview, (review, message) => review.export(message)),
];
