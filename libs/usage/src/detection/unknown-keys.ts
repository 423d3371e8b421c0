import { systemAccountId } from '@keyledger/domain';
import type { DetectionPolicy } from './policy.js';
import type { Signal } from './signal.js';

/** Requests with keys that do not exist, added up per network by who verified them. */
export interface UnknownKeysCount {
  /** As `networkOf`. */
  readonly network: string;
  /** Which account was asked about; null: any. */
  readonly accountId: string | null;
  readonly requests: number;
  /** ISO 8601 UTC with milliseconds. */
  readonly firstTime: string;
  readonly lastTime: string;
}

/** What is remembered of one network and account: plain JSON of bounded size, as `KeyWatch`. */
export interface NetworkWatch {
  readonly version: typeof networkWatchVersion;
}

export const networkWatchVersion = 1;

export const newNetworkWatch: NetworkWatch = { version: networkWatchVersion };

/** As `readKeyWatch`. */
export function readNetworkWatch(kept: unknown): NetworkWatch {
  const isOurs =
    typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === networkWatchVersion;
  return isOurs ? (kept as NetworkWatch) : newNetworkWatch;
}

export interface EnumerationDetected {
  readonly watch: NetworkWatch;
  readonly signals: readonly Signal[];
}

/**
 * Whether somebody tries keys from one network. All counts are of the watch's network and account; where no account
 * was asked about, the signal is of the account `system`. `now` in epoch milliseconds.
 */
export function detectEnumeration(
  watch: NetworkWatch,
  counts: readonly UnknownKeysCount[],
  policy: DetectionPolicy,
  now: number,
): EnumerationDetected {
  const { requestsMin, severity } = policy.enumeration;
  const requests = counts.reduce((sum, count) => sum + count.requests, 0);
  const last = counts.at(-1);
  if (last === undefined || requests < requestsMin) return { watch, signals: [] };
  const { network, accountId } = last;
  const signal: Signal = {
    ...{ rule: 'enumeration', accountId: accountId ?? systemAccountId, keyId: null, severity },
    time: new Date(now).toISOString(),
    evidence: { network, requests },
  };
  return { watch, signals: [signal] };
}
