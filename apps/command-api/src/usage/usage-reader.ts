import { Query } from '@nestjs/cqrs';
import type { ActivityAnswer, KeyAnswer, KeyUsageAnswer, UsageQuery } from '@keyledger/contracts';
import { type Refusal, isRefusal } from '@keyledger/domain';
import type { ActivityQuery, KeyUsageQuery, UsageCountsRequest } from '@keyledger/read-models';
import { keyBucketsMax, periodOf } from './usage-period.js';

export class ReadUsageMessage extends Query<KeyUsageAnswer | Refusal> {
  constructor(
    readonly keyId: string,
    readonly query: UsageQuery,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

export class ReadActivityMessage extends Query<ActivityAnswer> {
  constructor(readonly keyId: string) {
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

/** A week of a key with some sixty operations or outcomes in each hour. */
const countsMax = 10_000;

/** Answers about the use of keys. */
export class UsageReader {
  constructor(
    private readonly usage: KeyUsageQuery,
    private readonly activity: ActivityQuery,
  ) {}

  /** By key id, for each of them. */
  async lastUses(keyIds: readonly string[]): Promise<(keyId: string) => LastUses> {
    if (keyIds.length === 0) return () => neverUsed;
    const [used, refused] = await Promise.all([this.usage.lastUsed(keyIds), this.usage.lastRefused(keyIds)]);
    return (keyId) => ({ lastUsed: used.get(keyId) ?? null, lastRefused: refused.get(keyId) ?? null });
  }

  async read({ keyId, query, now }: ReadUsageMessage): Promise<KeyUsageAnswer | Refusal> {
    const period = periodOf(query, now, keyBucketsMax);
    if (isRefusal(period)) return period;
    const { resolution } = period;
    const counts = await this.counts(query.by ?? 'operation', {
      keyId,
      resolution,
      from: new Date(period.from).toISOString(),
      to: new Date(period.to).toISOString(),
      limit: countsMax + 1,
    });
    const items = counts.slice(0, countsMax);
    return {
      bucket: resolution,
      items: resolution === 'hour' ? items.map((item) => ({ ...item, hour: item.start })) : items,
      truncated: counts.length > countsMax,
    };
  }

  async readActivity({ keyId }: ReadActivityMessage): Promise<ActivityAnswer> {
    return { items: [...(await this.activity.ofKey(keyId))] };
  }

  private async counts(
    by: NonNullable<UsageQuery['by']>,
    request: UsageCountsRequest,
  ): Promise<KeyUsageAnswer['items']> {
    if (by === 'outcome') return [...(await this.usage.outcomes(request))];
    const counts = await this.usage.counts(by, request);
    return counts.map(({ name, ...count }) => ({ ...count, [by]: name }));
  }
}
