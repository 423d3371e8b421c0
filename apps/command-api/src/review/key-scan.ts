import type { Finding } from '@keyledger/contracts';
import { disuseAfterMs, everythingScope } from '@keyledger/domain';
import type {
  KeyDirectoryQuery,
  KeyFilters,
  KeyUse,
  KeyUseQuery,
  KeyView,
  PlacedKey,
} from '@keyledger/read-models';
import { type KeyReview, installedAfterMs, isFoundWithoutUse, needsUse } from '@keyledger/usage';
import type { LastUses, UsageReader } from '../usage/usage-reader.js';
import { heldByKey, reviewOf, sharedNetworks } from './held-by-key.js';
import type { ReviewedAccount } from './reviewed-account.js';

/** Keys that are looked at together; with what they used, a few megabytes at most. */
export const keysPerChunkMax = 200;

export interface ReviewedKey {
  readonly key: KeyView;
  readonly uses: LastUses;
  readonly use: KeyUse;
  readonly sharedNetworks: readonly string[];
  readonly review: KeyReview;
  readonly createdPosition: bigint;
}

export interface ScannedChunk {
  /** Those that the finding is on, newest first. */
  readonly found: readonly ReviewedKey[];
  readonly keysLookedAt: number;
  /** Where the last of them was created. */
  readonly place: bigint | null;
}

export interface WantedScan {
  /** Undefined: keys with and without findings. */
  readonly finding?: Finding | undefined;
  /** Keys that are older than this place; null: all. */
  readonly after: bigint | null;
  /** 1 to `keysPerChunkMax`. */
  readonly chunk: number;
}

/** Goes through the live keys of an account, however many, a chunk at a time. */
export class KeyScan {
  constructor(
    private readonly directory: KeyDirectoryQuery,
    private readonly uses: UsageReader,
    readonly usage: KeyUseQuery,
  ) {}

  async *chunks(account: ReviewedAccount, wanted: WantedScan): AsyncGenerator<ScannedChunk> {
    let place = wanted.after;
    const filters = {
      ...filtersOf(wanted.finding, account.now),
      live: true,
      accountId: account.accountId,
    } as const;
    for (;;) {
      const keys = await this.directory.scan({ ...filters, after: place, limit: wanted.chunk });
      place = keys.at(-1)?.createdPosition ?? place;
      yield { found: await this.found(account, keys, wanted.finding), keysLookedAt: keys.length, place };
      if (keys.length < wanted.chunk) return;
    }
  }

  private async found(
    account: ReviewedAccount,
    placed: readonly PlacedKey[],
    finding: Finding | undefined,
  ): Promise<readonly ReviewedKey[]> {
    const usesOf = await this.uses.lastUses(placed.map(({ key }) => key.keyId));
    const held = placed.map((each) => {
      const uses = usesOf(each.key.keyId);
      return { ...each, uses, held: heldByKey(each.key, uses, account) };
    });
    const isTold = finding !== undefined && !needsUse(finding);
    const candidates = isTold
      ? held.filter((each) => isFoundWithoutUse(finding, each.held, account.now))
      : held;
    const useOf = await this.usage.of(
      candidates.map(({ key }) => key.keyId),
      account.period,
    );
    const reviewed = candidates.map(({ held: holding, ...each }) => {
      const use = useOf(each.key.keyId);
      const shared = sharedNetworks(each.key, use, account);
      return { ...each, use, sharedNetworks: shared, review: reviewOf(holding, use, shared, account.now) };
    });
    return reviewed.filter(({ review }) => finding === undefined || review.findings.includes(finding));
  }
}

/** Leaves out what cannot have the finding, where the database can tell. */
function filtersOf(finding: Finding | undefined, now: number): KeyFilters {
  switch (finding) {
    case 'never-used':
      return { neverUsed: true, unusedSince: now - installedAfterMs };
    case 'idle':
      return { unusedSince: now - disuseAfterMs };
    case 'no-expiry':
      return { everlasting: true };
    case 'rotation-due':
      return { rotationDue: true };
    case 'wildcard-in-production':
      return { environment: 'production', scope: everythingScope };
    default:
      return {};
  }
}
