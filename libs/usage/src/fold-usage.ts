import type { RequestEvent } from '@keyledger/contracts';
import type { Code } from '@keyledger/domain';
import { OperationCounts } from './operation-counts.js';
import { type HourlyCount, isMoreRecent, type LastRequest, type Usage } from './usage.js';

/** What these events add up to. */
export function foldUsage(events: readonly RequestEvent[]): Usage {
  const folding = new Folding();
  for (const event of events) folding.addEvent(event);
  return folding.usage();
}

/** What both add up to: folding a sequence in parts and merging those equals folding it all at once. */
export function mergeUsage(a: Usage, b: Usage): Usage {
  const folding = new Folding();
  for (const usage of [a, b]) {
    for (const last of usage.lastUsed.values()) keepMoreRecent(folding.lastUsed, last);
    for (const last of usage.lastRefused.values()) keepMoreRecent(folding.lastRefused, last);
    for (const count of usage.counts) folding.addCount(count);
  }
  return folding.usage();
}

interface HourOfKey {
  readonly keyId: string;
  readonly hour: string;
  readonly code: Code;
  readonly operations: OperationCounts;
}

class Folding {
  readonly lastUsed = new Map<string, LastRequest>();
  readonly lastRefused = new Map<string, LastRequest>();
  private readonly hours = new Map<string, HourOfKey>();

  addEvent({ keyId, time, operation, clientAddress, code, sequence, producer }: RequestEvent): void {
    const last = { keyId, time, operation, clientAddress, code, sequence, producer };
    keepMoreRecent(code === 'VALID' ? this.lastUsed : this.lastRefused, last);
    this.addCount({ keyId, hour: hourOf(time), code, operation, requests: 1 });
  }

  addCount({ keyId, hour, code, operation, requests }: HourlyCount): void {
    const name = `${hour} ${code} ${keyId}`;
    let found = this.hours.get(name);
    if (found === undefined) {
      found = { keyId, hour, code, operations: new OperationCounts() };
      this.hours.set(name, found);
    }
    found.operations.add(operation, requests);
  }

  usage(): Usage {
    const counts: HourlyCount[] = [];
    for (const { keyId, hour, code, operations } of this.hours.values()) {
      for (const [operation, requests] of operations.entries()) {
        counts.push({ keyId, hour, code, operation, requests });
      }
    }
    return { lastUsed: this.lastUsed, lastRefused: this.lastRefused, counts };
  }
}

function keepMoreRecent(lasts: Map<string, LastRequest>, candidate: LastRequest): void {
  const known = lasts.get(candidate.keyId);
  if (known === undefined || isMoreRecent(candidate, known)) lasts.set(candidate.keyId, candidate);
}

const hourCharacters = '2026-11-21T08'.length;

function hourOf(time: string): string {
  return `${time.slice(0, hourCharacters)}:00:00.000Z`;
}
