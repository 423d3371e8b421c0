import type { RequestEvent } from '@keyledger/contracts';
import { atEveryResolution, mergedCounts } from './count-folding.js';
import { networkOf } from './network.js';
import { bucketOf } from './resolution.js';
import {
  isMoreRecent,
  type LastRequest,
  networksPerBucketMax,
  operationsPerBucketMax,
  type RequestCount,
  type Usage,
} from './usage.js';

/** What these events add up to. */
export function foldUsage(events: readonly RequestEvent[]): Usage {
  const lastUsed = new Map<string, LastRequest>();
  const lastRefused = new Map<string, LastRequest>();
  for (const event of events) keepMoreRecent(event.code === 'VALID' ? lastUsed : lastRefused, event);
  const byOperation = events.map((event) => counted(event, event.operation));
  const byNetwork = events.map((event) => counted(event, networkOf(event.clientAddress)));
  return {
    lastUsed,
    lastRefused,
    operations: atEveryResolution(byOperation, operationsPerBucketMax),
    networks: atEveryResolution(byNetwork, networksPerBucketMax),
  };
}

/** What both add up to: folding a sequence in parts and merging those equals folding it all at once. */
export function mergeUsage(a: Usage, b: Usage): Usage {
  const lastUsed = new Map(a.lastUsed);
  const lastRefused = new Map(a.lastRefused);
  for (const last of b.lastUsed.values()) keepMoreRecent(lastUsed, last);
  for (const last of b.lastRefused.values()) keepMoreRecent(lastRefused, last);
  return {
    lastUsed,
    lastRefused,
    operations: mergedCounts(a.operations, b.operations, operationsPerBucketMax),
    networks: mergedCounts(a.networks, b.networks, networksPerBucketMax),
  };
}

function counted({ keyId, accountId, time, code }: RequestEvent, name: string | null): RequestCount {
  return { keyId, accountId, start: bucketOf('minute', time), code, name, requests: 1 };
}

function keepMoreRecent(lasts: Map<string, LastRequest>, candidate: LastRequest): void {
  const known = lasts.get(candidate.keyId);
  if (known === undefined || isMoreRecent(candidate, known)) lasts.set(candidate.keyId, candidate);
}
