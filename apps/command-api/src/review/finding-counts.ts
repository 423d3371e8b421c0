import { type Finding, findings } from '@keyledger/contracts';
import type { CountedKeyView, KeyDirectoryQuery, KeyUseQuery } from '@keyledger/read-models';
import { findingsOf } from '@keyledger/usage';
import { countedKey, sharedNetworks } from './held-by-key.js';
import type { ReviewedAccount } from './reviewed-account.js';

/** Keys that are looked at together; with the names of what they used, some megabytes at most. */
const keysTogetherMax = 1_000;

export interface CountedFindings {
  /** Live keys of the account. */
  readonly keys: number;
  /** Each finding, and how many of them it is on. */
  readonly counts: ReadonlyMap<Finding, number>;
}

/**
 * Counts what `KeyScan` finds. No proposals are made for that, so that neither how often a key did something is asked for,
 * nor where it came from, but for the few that the other side meets there.
 */
export class FindingCounts {
  constructor(
    private readonly directory: KeyDirectoryQuery,
    private readonly usage: KeyUseQuery,
  ) {}

  async of(account: ReviewedAccount): Promise<CountedFindings> {
    const counts = new Map(findings.map((finding) => [finding, 0]));
    let [keys, after]: [number, bigint | null] = [0, null];
    for (;;) {
      const scanned = { accountId: account.accountId, after, limit: keysTogetherMax };
      const views: readonly CountedKeyView[] = await this.directory.scanCounted(scanned);
      for (const finding of await this.found(views, account)) {
        counts.set(finding, (counts.get(finding) ?? 0) + 1);
      }
      [keys, after] = [keys + views.length, views.at(-1)?.createdPosition ?? after];
      if (views.length < keysTogetherMax) return { keys, counts };
    }
  }

  /** Once for each key that it is on. */
  private async found(
    views: readonly CountedKeyView[],
    account: ReviewedAccount,
  ): Promise<readonly Finding[]> {
    const { crossing, period, now } = account;
    const keyIds = views.map(({ keyId }) => keyId);
    const [operationsOf, recentNetworksOf] = await Promise.all([
      this.usage.operationNames(keyIds, period),
      this.usage.recentNetworks(keyIds, crossing, period),
    ]);
    return views.flatMap((view) => {
      const operations = operationsOf(view.keyId);
      const shared = sharedNetworks(view, { recentNetworks: recentNetworksOf(view.keyId) }, account);
      const key = countedKey(view, view.lastUsedAt, account);
      return findingsOf(key, { operations, isShared: shared.length > 0 }, now);
    });
  }
}
