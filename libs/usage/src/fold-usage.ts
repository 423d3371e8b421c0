import type { RequestEvent } from '@keyledger/contracts';
import type { Code } from '@keyledger/domain';
import { BoundedCounts } from './bounded-counts.js';
import { networkOf } from './network.js';
import {
  type HourlyCount,
  type HourlyNetworkCount,
  isMoreRecent,
  type LastRequest,
  networksPerHourMax,
  operationsPerHourMax,
  type Usage,
} from './usage.js';

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
    for (const count of usage.networkCounts) folding.addNetworkCount(count);
  }
  return folding.usage();
}

interface HourOfKey {
  readonly keyId: string;
  readonly hour: string;
  readonly code: Code;
  readonly operations: BoundedCounts;
  readonly networks: BoundedCounts;
}

class Folding {
  readonly lastUsed = new Map<string, LastRequest>();
  readonly lastRefused = new Map<string, LastRequest>();
  private readonly hours = new Map<string, HourOfKey>();

  addEvent({ keyId, time, operation, clientAddress, code, sequence, producer }: RequestEvent): void {
    const last = { keyId, time, operation, clientAddress, code, sequence, producer };
    keepMoreRecent(code === 'VALID' ? this.lastUsed : this.lastRefused, last);
    const place = { keyId, hour: hourOf(time), code };
    const { operations, networks } = this.hourOfKey(place);
    operations.add(operation, 1);
    networks.add(networkOf(clientAddress), 1);
  }

  addCount({ operation, requests, ...place }: HourlyCount): void {
    this.hourOfKey(place).operations.add(operation, requests);
  }

  addNetworkCount({ network, requests, ...place }: HourlyNetworkCount): void {
    this.hourOfKey(place).networks.add(network, requests);
  }

  usage(): Usage {
    const counts: HourlyCount[] = [];
    const networkCounts: HourlyNetworkCount[] = [];
    for (const { keyId, hour, code, operations, networks } of this.hours.values()) {
      for (const [operation, requests] of operations.entries()) {
        counts.push({ keyId, hour, code, operation, requests });
      }
      for (const [network, requests] of networks.entries()) {
        networkCounts.push({ keyId, hour, code, network, requests });
      }
    }
    return { lastUsed: this.lastUsed, lastRefused: this.lastRefused, counts, networkCounts };
  }

  private hourOfKey({ keyId, hour, code }: Pick<HourOfKey, 'keyId' | 'hour' | 'code'>): HourOfKey {
    const name = `${hour} ${code} ${keyId}`;
    let found = this.hours.get(name);
    if (found === undefined) {
      const operations = new BoundedCounts(operationsPerHourMax);
      const networks = new BoundedCounts(networksPerHourMax);
      found = { keyId, hour, code, operations, networks };
      this.hours.set(name, found);
    }
    return found;
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
