import { systemAccountId } from '@keyledger/domain';
import { hourOfMs, hoursPerDay, isoOfMs } from './hours.js';
import type { DetectionPolicy } from './policy.js';
import { enumeration } from './rules/enumeration.js';
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

/** What is remembered of one network and account: plain JSON of at most 1 kB, to be kept as a `KeyWatch` is. */
export interface NetworkWatch {
  readonly version: typeof networkWatchVersion;
  /** Requests of each of the last hours: [hour, requests], at most a day of them, in order. */
  readonly hours: readonly (readonly [hour: number, requests: number])[];
  /** Most requests of an hour before those, sinking with time. */
  readonly peak: number;
  /** Hours that were spoken of. */
  readonly said: readonly number[];
}

export const networkWatchVersion = 1;

export const newNetworkWatch: NetworkWatch = { version: networkWatchVersion, hours: [], peak: 0, said: [] };

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

const peakKeptPerDay = 0.9;

/**
 * Whether somebody tries keys from one network. All counts are of the watch's network and account; where no account
 * was asked about, the signal is of the account `system`. At most one signal for each hour. `now` in epoch milliseconds.
 */
export function detectEnumeration(
  watch: NetworkWatch,
  counts: readonly UnknownKeysCount[],
  policy: DetectionPolicy,
  now: number,
): EnumerationDetected {
  const byHour = new Map(watch.hours);
  const touched = new Map<number, UnknownKeysCount>();
  for (const count of counts) {
    const hour = hourOfMs(Math.min(Date.parse(count.lastTime), now));
    byHour.set(hour, (byHour.get(hour) ?? 0) + count.requests);
    touched.set(hour, count);
  }
  const said = new Set(watch.said);
  const signals = [...touched].flatMap(([hour, count]) => {
    const signal = said.has(hour) ? null : signalOf(hour, count, { byHour, peak: watch.peak }, policy);
    if (signal !== null) said.add(hour);
    return signal ?? [];
  });
  return { watch: withoutOldHours(watch.peak, byHour, said), signals };
}

function signalOf(
  hour: number,
  { network, accountId, lastTime }: UnknownKeysCount,
  known: { readonly byHour: ReadonlyMap<number, number>; readonly peak: number },
  policy: DetectionPolicy,
): Signal | null {
  let requestsThisDay = 0;
  for (const [other, requests] of known.byHour)
    if (other <= hour && other > hour - hoursPerDay) requestsThisDay += requests;
  const requestsThisHour = known.byHour.get(hour) ?? 0;
  const finding = enumeration(
    { network, requestsThisHour, requestsThisDay, hourlyPeak: known.peak },
    policy.enumeration,
  );
  if (finding === null) return null;
  const time = isoOfMs(Date.parse(lastTime));
  return { rule: 'enumeration', accountId: accountId ?? systemAccountId, keyId: null, time, ...finding };
}

/** Hours of more than a day ago go into the peak: what comes day after day is usual from then on. */
function withoutOldHours(
  peakBefore: number,
  byHour: ReadonlyMap<number, number>,
  said: ReadonlySet<number>,
): NetworkWatch {
  const newest = Math.max(0, ...byHour.keys());
  const hours = [...byHour].sort(([a], [b]) => a - b);
  let peak = peakBefore;
  let lastDay: number | null = null;
  for (const [hour, requests] of hours) {
    if (hour > newest - hoursPerDay) continue;
    const day = Math.floor(hour / hoursPerDay);
    if (lastDay !== null && day > lastDay) peak *= peakKeptPerDay ** (day - lastDay);
    lastDay = day;
    peak = Math.max(peak, requests);
  }
  return {
    version: networkWatchVersion,
    hours: hours.filter(([hour]) => hour > newest - hoursPerDay),
    peak: Math.round(peak * 10) / 10,
    said: [...said].filter((hour) => hour > newest - hoursPerDay),
  };
}
