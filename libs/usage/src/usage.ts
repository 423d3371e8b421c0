import type { Code } from '@keyledger/domain';
import { otherName } from './bounded-counts.js';

/** The most recent request of one kind, of one key. */
export interface LastRequest {
  readonly keyId: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly time: string;
  readonly operation: string | null;
  readonly clientAddress: string | null;
  readonly code: Code;
  /** With `time`, what makes "most recent" a total order, whoever folds what first. */
  readonly sequence: number;
  readonly producer: string;
}

/** Requests that came from one network. */
export interface HourlyNetworkCount {
  readonly keyId: string;
  /** Start of the hour, ISO 8601 UTC with milliseconds. */
  readonly hour: string;
  readonly code: Code;
  /** As `networkOf`; null: not known. `(other)`: one of those beyond the bound. */
  readonly network: string | null;
  readonly requests: number;
}

export interface HourlyCount {
  readonly keyId: string;
  /** Start of the hour, ISO 8601 UTC with milliseconds. */
  readonly hour: string;
  readonly code: Code;
  /** Null: no operation was asked about. `otherOperation`: one of those beyond the bound. */
  readonly operation: string | null;
  readonly requests: number;
}

/**
 * A key that asks about made-up operations must not fill the tables: per key, hour and code this many operations have
 * a count of their own.
 */
export const operationsPerHourMax = 100;

/** Stands for all operations beyond the bound. */
export const otherOperation = otherName;

/** As `operationsPerHourMax`, for networks. */
export const networksPerHourMax = 100;

/** What a set of request events says about the use of keys. Which keys exist is no question here. */
export interface Usage {
  /** Accepted requests, by key id. */
  readonly lastUsed: ReadonlyMap<string, LastRequest>;
  /** Refused requests, by key id. */
  readonly lastRefused: ReadonlyMap<string, LastRequest>;
  readonly counts: readonly HourlyCount[];
  readonly networkCounts: readonly HourlyNetworkCount[];
}

/** Whether `a` is more recent than `b`: later, then higher in sequence, then by producer. */
export function isMoreRecent(a: LastRequest, b: LastRequest): boolean {
  if (a.time !== b.time) return a.time > b.time;
  if (a.sequence !== b.sequence) return a.sequence > b.sequence;
  return a.producer > b.producer;
}
