import { Query } from '@nestjs/cqrs';
import type { KeyAnswer, KeyUsageAnswer, UsageQuery } from '@keyledger/contracts';
import { queryHandler } from '../cqrs/message-handlers.js';

export class ReadUsageMessage extends Query<KeyUsageAnswer> {
  constructor(
    readonly keyId: string,
    readonly query: UsageQuery,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

type LastUsedAnswer = NonNullable<KeyAnswer['lastUsed']>;
type UsageCountAnswer = KeyUsageAnswer['items'][number];

export interface CountsRequest {
  readonly keyId: string;
  /** ISO 8601: hours that start at or after this. */
  readonly from: string;
  /** ISO 8601: hours that start before this. */
  readonly to: string;
  readonly limit: number;
}

/** What the read model of key usage is asked. */
export interface UsageSource {
  /** By key id; keys that were never used are not in it. */
  lastUsed(keyIds: readonly string[]): Promise<ReadonlyMap<string, LastUsedAnswer>>;
  /** By hour, operation and code; latest hour first. */
  counts(request: CountsRequest): Promise<readonly UsageCountAnswer[]>;
}

const defaultPeriodMs = 7 * 24 * 60 * 60 * 1_000;
const countsMax = 10_000;

/** Answers about the use of keys. */
export class UsageReader {
  constructor(private readonly source: UsageSource) {}

  async lastUsed(keyIds: readonly string[]): Promise<ReadonlyMap<string, LastUsedAnswer>> {
    return keyIds.length === 0 ? new Map() : this.source.lastUsed(keyIds);
  }

  async read({ keyId, query, now }: ReadUsageMessage): Promise<KeyUsageAnswer> {
    const to = query.to ?? now;
    const from = query.from ?? to - defaultPeriodMs;
    const counts = await this.source.counts({
      keyId,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: countsMax + 1,
    });
    return { items: counts.slice(0, countsMax), truncated: counts.length > countsMax };
  }
}

export const usageQueryHandlers = [
  queryHandler(ReadUsageMessage, UsageReader, (reader, message) => reader.read(message)),
];
