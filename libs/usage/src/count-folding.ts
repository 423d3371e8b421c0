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
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly namesMax: number) {}

  add({ keyId, accountId, start, code, name, requests }: RequestCount): void {
    const place = `${start} ${code} ${keyId ?? ''} ${accountId}`;
    let bucket = this.buckets.get(place);
    if (bucket === undefined) {
      bucket = { keyId, accountId, start, code, names: new BoundedCounts(this.namesMax) };
      this.buckets.set(place, bucket);
    }
    bucket.names.add(name, requests);
  }

  counts(): readonly RequestCount[] {
    const counts: RequestCount[] = [];
    for (const { names, ...bucket } of this.buckets.values()) {
      for (const [name, requests] of names.entries()) counts.push({ ...bucket, name, requests });
    }
    return counts;
  }
}

/**
 * Counts of keys by minute as counts of keys and of their accounts, at every resolution. Each is made of the finer one,
 * which is shorter than the events: `BoundedCounts` says why that gives the same.
 */
export function atEveryResolution(minutes: Iterable<RequestCount>, namesMax: number): CountsByResolution {
  const ofKeys = added(minutes, namesMax, (count) => count);
  const ofAccounts = added(ofKeys, namesMax, (count) => ({ ...count, keyId: null }));
  const minute = [...ofKeys, ...ofAccounts];
  const hour = added(minute, namesMax, (count) => inBucketOf('hour', count));
  return { minute, hour, day: added(hour, namesMax, (count) => inBucketOf('day', count)) };
}

/** What both add up to. */
export function mergedCounts(
  a: CountsByResolution,
  b: CountsByResolution,
  namesMax: number,
): CountsByResolution {
  const merged = (resolution: Resolution) =>
    added([...a[resolution], ...b[resolution]], namesMax, (count) => count);
  return { minute: merged('minute'), hour: merged('hour'), day: merged('day') };
}

function added(
  counts: Iterable<RequestCount>,
  namesMax: number,
  placed: (count: RequestCount) => RequestCount,
): readonly RequestCount[] {
  const folding = new CountFolding(namesMax);
  for (const count of counts) folding.add(placed(count));
  return folding.counts();
}

function inBucketOf(resolution: Resolution, count: RequestCount): RequestCount {
  return { ...count, start: bucketOf(resolution, count.start) };
}
