import type { OpenAccountState, OperationCatalogue } from '@keyledger/domain';
import { systemAccountId, systemCatalogue } from '@keyledger/domain';
import type { KeyUseQuery, UsePeriod } from '@keyledger/read-models';
import { compiled } from '../keys/granting.js';

const dayMs = 86_400_000;
/** Of late: what people who move from one environment to the other did last month is past. */
const sharedWithinDays = 7;

/** What all keys of an account are reviewed by. */
export interface ReviewedAccount {
  readonly accountId: string;
  readonly catalogue: OperationCatalogue | null;
  readonly period: UsePeriod;
  /** Networks that keys for production and others both came from of late. */
  readonly crossing: ReadonlySet<string>;
  /** When it was asked, epoch milliseconds. */
  readonly now: number;
}

/** `days`: how far back to look; `now`: epoch milliseconds. */
export async function reviewedAccount(
  usage: KeyUseQuery,
  { accountId, catalogue }: Pick<OpenAccountState, 'accountId' | 'catalogue'>,
  { days, now }: { readonly days: number; readonly now: number },
): Promise<ReviewedAccount> {
  const since = now - days * dayMs;
  const period = { since, recentSince: Math.max(since, now - sharedWithinDays * dayMs) };
  const defined = catalogue === null ? null : compiled(catalogue);
  return {
    accountId,
    catalogue: accountId === systemAccountId ? systemCatalogue : defined,
    period,
    crossing: await usage.crossingNetworks(accountId, period),
    now,
  };
}
