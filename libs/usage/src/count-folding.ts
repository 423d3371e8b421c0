import type { Code } from '@keyledger/domain';
import { BoundedCounts } from './bounded-counts.js';
import { type Resolution, bucketOf } from './resolution.js';
import type { CountsByResolution, RequestCount } from './usage.js';

interface Bucket {
  readonly keyId: string | null;
  readonly accountId: string;
  readonly start: string;
  readonly code: Code;
  readonly names: BoundedCounts;
}

/** Adds up requests by bucket and name, with a bound on the names of a bucket. */
class CountFolding {
  private readonly buckets: Bucket[] = [];
  /** By key, or by account, then by start; so little of each that it is found by looking. */
  private readonly ofKeys = new Map<string, Map<string, Bucket[]>>();
  private readonly ofAccounts = new Map<string, Map<string, Bucket[]>>();

  constructor(private readonly namesMax: number) {}

  add(count: RequestCount, start: string): void {
    const { keyId, accountId, code, name, requests } = count;
    const starts = keyId === null ? startsOf(this.ofAccounts, accountId) : startsOf(this.ofKeys, keyId);
    const started = starts.get(start);
    const known = started?.find((bucket) => bucket.code === code && bucket.accountId === accountId);
    const bucket = known ?? { keyId, accountId, start, code, names: new BoundedCounts(this.namesMax) };
    bucket.names.add(name, requests);
    if (known !== undefined) return;
    this.buckets.push(bucket);
    if (started === undefined) starts.set(start, [bucket]);
    else started.push(bucket);
  }

  counts(): readonly RequestCount[] {
    const counts: RequestCount[] = [];
    for (const { keyId, accountId, start, code, names } of this.buckets) {
      for (const [name, requests] of names.entries())
        counts.push({ keyId, accountId, start, code, name, requests });
    }
    return counts;
  }
}

function startsOf(subjects: Map<string, Map<string, Bucket[]>>, subject: string): Map<string, Bucket[]> {
  const known = subjects.get(subject);
  if (known !== undefined) return known;
  const starts = new Map<string, Bucket[]>();
  subjects.set(subject, starts);
  return starts;
}

/**
 * Counts of keys by minute as counts of keys and of their accounts, at every resolution. Each is made of the finer one,
 * which is shorter than the events: `BoundedCounts` says why that gives the same.
 */
export function atEveryResolution(minutes: Iterable<RequestCount>, namesMax: number): CountsByResolution {
  const ofKeys = added(minutes, namesMax);
  const ofAccounts = added(
    ofKeys.map((count) => ({ ...count, keyId: null })),
    namesMax,
  );
  const minute = [...ofKeys, ...ofAccounts];
  const hour = added(minute, namesMax, 'hour');
  return { minute, hour, day: added(hour, namesMax, 'day') };
}

/** What both add up to. */
export function mergedCounts(
  a: CountsByResolution,
  b: CountsByResolution,
  namesMax: number,
): CountsByResolution {
  const merged = (resolution: Resolution) => added([...a[resolution], ...b[resolution]], namesMax);
  return { minute: merged('minute'), hour: merged('hour'), day: merged('day') };
}

/** In the buckets of that resolution, or in those that they are in. */
function added(
  counts: Iterable<RequestCount>,
  namesMax: number,
  resolution?: Resolution,
): readonly RequestCount[] {
  const folding = new CountFolding(namesMax);
  // Neighbours are mostly of one time: a text that is the same one as before is found sooner.
  let given = '';
  let start = '';
  for (const count of counts) {
    if (count.start !== given) {
      given = count.start;
      start = resolution === undefined ? given : bucketOf(resolution, given);
    }
    folding.add(count, start);
  }
  return folding.counts();
}
