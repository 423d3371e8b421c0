import { Query } from '@nestjs/cqrs';
import type { KeyAnswer, KeyUsageAnswer, UsageQuery } from '@keyledger/contracts';
import type { KeyUsageQuery } from '@keyledger/read-models';
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

type LastUseAnswer = NonNullable<KeyAnswer['lastUsed']>;

/** When a key was used last, and when it was refused last. */
export interface LastUses {
  readonly lastUsed: LastUseAnswer | null;
  readonly lastRefused: LastUseAnswer | null;
}

export const neverUsed: LastUses = { lastUsed: null, lastRefused: null };

const defaultPeriodMs = 7 * 24 * 60 * 60 * 1_000;
const hourMs = 60 * 60 * 1_000;
/** A week of a key with some sixty operations or outcomes in each hour. */
const countsMax = 10_000;

/** Answers about the use of keys. */
export class UsageReader {
  constructor(private readonly usage: KeyUsageQuery) {}

  /** By key id, for each of them. */
  async lastUses(keyIds: readonly string[]): Promise<(keyId: string) => LastUses> {
    if (keyIds.length === 0) return () => neverUsed;
    const [used, refused] = await Promise.all([this.usage.lastUsed(keyIds), this.usage.lastRefused(keyIds)]);
    return (keyId) => ({ lastUsed: used.get(keyId) ?? null, lastRefused: refused.get(keyId) ?? null });
  }

  async read({ keyId, query, now }: ReadUsageMessage): Promise<KeyUsageAnswer> {
    const to = query.to ?? now;
    const from = startOfHour(query.from ?? to - defaultPeriodMs);
    const request = {
      keyId,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      limit: countsMax + 1,
    };
    const counts =
      query.by === 'network' ? await this.usage.networkCounts(request) : await this.usage.counts(request);
    return { items: counts.slice(0, countsMax), truncated: counts.length > countsMax };
  }
}

/** An hour that has begun counts whole: counts are kept by the hour. */
function startOfHour(epochMs: number): number {
  return Math.floor(epochMs / hourMs) * hourMs;
}

export const usageQueryHandlers = [
  queryHandler(ReadUsageMessage, UsageReader, (reader, message) => reader.read(message)),
];
