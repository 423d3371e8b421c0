import type { RequestEvent } from '@keyledger/contracts';
import type { Code } from '@keyledger/domain';
import { otherName } from './bounded-counts.js';
import type { Resolution } from './resolution.js';

/** The most recent request of one kind, of one key. With `time`, sequence and producer make that a total order. */
export type LastRequest = RequestEvent;

/** Requests of one key, or of a whole account, in one bucket of time. */
export interface RequestCount {
  /** Null: of all keys of the account together. */
  readonly keyId: string | null;
  readonly accountId: string;
  /** Start of the bucket, ISO 8601 UTC with milliseconds. */
  readonly start: string;
  readonly code: Code;
  /** The operation, or the network as `networkOf`. Null: there was none. `otherName`: one of those beyond the bound. */
  readonly name: string | null;
  readonly requests: number;
}

export type CountsByResolution = Readonly<Record<Resolution, readonly RequestCount[]>>;

/**
 * A key that asks about made-up operations must not fill the tables: per key, bucket and code this many operations have
 * a count of their own.
 */
export const operationsPerBucketMax = 100;

/** Stands for all operations beyond the bound. */
export const otherOperation = otherName;

/** As `operationsPerBucketMax`, for networks. */
export const networksPerBucketMax = 100;

/** So many requests of a key can be looked at one by one. */
export const activityPerKeyMax = 100;

/** What a set of request events says about the use of keys. Which keys exist is no question here. */
export interface Usage {
  /** Accepted requests, by key id. */
  readonly lastUsed: ReadonlyMap<string, LastRequest>;
  /** Refused requests, by key id. */
  readonly lastRefused: ReadonlyMap<string, LastRequest>;
  /** By operation. */
  readonly operations: CountsByResolution;
  /** By network. */
  readonly networks: CountsByResolution;
}

/** Whether `a` is more recent than `b`: later, then higher in sequence, then by producer. */
export function isMoreRecent(a: LastRequest, b: LastRequest): boolean {
  if (a.time !== b.time) return a.time > b.time;
  if (a.sequence !== b.sequence) return a.sequence > b.sequence;
  return a.producer > b.producer;
}

/** The last `activityPerKeyMax` events of each key, in the order given. */
export function lastOfEachKey(events: readonly RequestEvent[]): readonly RequestEvent[] {
  const taken = new Map<string, number>();
  const last: RequestEvent[] = [];
  for (const event of events.toReversed()) {
    const known = taken.get(event.keyId) ?? 0;
    if (known >= activityPerKeyMax) continue;
    taken.set(event.keyId, known + 1);
    last.push(event);
  }
  return last.reverse();
}
