import { systemAccountId } from '@keyledger/domain';
import { hourOfMs, hoursPerDay, isoOfMs } from './hours.js';
import type { DetectionPolicy } from './policy.js';
import { enumeration } from './rules/enumeration.js';
import type { Signal } from './signal.js';
import { differentValues, withMarks } from './value-marks.js';

/** Requests with keys that do not exist, added up per network by who verified them. */
export interface UnknownKeysCount {
  /** As `networkOf`. */
  readonly network: string;
  /** Which account was asked about; null: any. */
  readonly accountId: string | null;
  readonly requests: number;
  /** Of the values that were presented, as `withMark`; null: not known. */
  readonly valueMarks: string | null;
  /** ISO 8601 UTC with milliseconds. */
  readonly firstTime: string;
  readonly lastTime: string;
}

/** What is remembered of one network and account: plain JSON of at most 1.5 kB, to be kept as a `KeyWatch` is. */
export interface NetworkWatch {
  readonly version: typeof networkWatchVersion;
  /** Requests of each of the last hours, and marks of what was presented, at most a day of them, in order. */
  readonly hours: readonly KeptUnknownKeys[];
  /** Most requests of an hour before those, sinking with time. */
  readonly peak: number;
  /** Hours that were spoken of. */
  readonly said: readonly number[];
}

/** Without marks where a release kept it that did not know of them; null: somebody who counted did not tell. */
export type KeptUnknownKeys = readonly [hour: number, requests: number, marks?: string | null];

interface UnknownKeysOfHour {
  readonly requests: number;
  readonly marks: string | null;
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
  const byHour = new Map(
    watch.hours.map(([hour, requests, marks = null]) => [hour, { requests, marks }] as const),
  );
  const touched = new Map<number, UnknownKeysCount>();
  for (const count of counts) {
    const hour = hourOfMs(Math.min(Date.parse(count.lastTime), now));
    byHour.set(hour, withCount(byHour.get(hour), count));
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

function withCount(
  before: UnknownKeysOfHour | undefined,
  { requests, valueMarks }: UnknownKeysCount,
): UnknownKeysOfHour {
  if (before === undefined) return { requests, marks: valueMarks };
  return { requests: before.requests + requests, marks: withMarks(before.marks, valueMarks) };
}

function signalOf(
  hour: number,
  { network, accountId, lastTime }: UnknownKeysCount,
  known: { readonly byHour: ReadonlyMap<number, UnknownKeysOfHour>; readonly peak: number },
  policy: DetectionPolicy,
): Signal | null {
  const day = [...known.byHour].filter(([other]) => other <= hour && other > hour - hoursPerDay);
  const marks = day.map(([, { marks: ofHour }]) => ofHour).reduce(withMarks, '0');
  const seen = {
    network,
    requestsThisHour: known.byHour.get(hour)?.requests ?? 0,
    requestsThisDay: day.reduce((sum, [, { requests }]) => sum + requests, 0),
    differentValues: marks === null ? null : differentValues(marks),
    hourlyPeak: known.peak,
  };
  const finding = enumeration(seen, policy.enumeration);
  if (finding === null) return null;
  const time = isoOfMs(Date.parse(lastTime));
  return { rule: 'enumeration', accountId: accountId ?? systemAccountId, keyId: null, time, ...finding };
}

/** Hours of more than a day ago go into the peak: what comes day after day is usual from then on. */
function withoutOldHours(
  peakBefore: number,
  byHour: ReadonlyMap<number, UnknownKeysOfHour>,
  said: ReadonlySet<number>,
): NetworkWatch {
  const newest = Math.max(0, ...byHour.keys());
  const hours = [...byHour].sort(([a], [b]) => a - b);
  let peak = peakBefore;
  let lastDay: number | null = null;
  for (const [hour, { requests }] of hours) {
    if (hour > newest - hoursPerDay) continue;
    const day = Math.floor(hour / hoursPerDay);
    if (lastDay !== null && day > lastDay) peak *= peakKeptPerDay ** (day - lastDay);
    lastDay = day;
    peak = Math.max(peak, requests);
  }
  return {
    version: networkWatchVersion,
    hours: hours
      .filter(([hour]) => hour > newest - hoursPerDay)
      .map(([hour, { requests, marks }]) => [hour, requests, marks] as const),
    peak: Math.round(peak * 10) / 10,
    said: [...said].filter((hour) => hour > newest - hoursPerDay),
  };
}
