import { keptMs, type Resolution, resolutions } from '@keyledger/usage';

/** What requests of a bucket are told apart by, beside key and outcome; the column has its name. */
export type CountedBy = 'operation' | 'network';

export const countedBy: readonly CountedBy[] = ['operation', 'network'];

export function countTable(by: CountedBy, resolution: Resolution): string {
  return `usage.${by}_${resolution}`;
}

/** What the days of a whole account add up to by week, told apart as they are. Weeks begin on Mondays, UTC. */
export function weekTable(by: CountedBy): string {
  return `usage.${by}_week`;
}

/** What the days of each key add up to by week: accepted and refused. */
export const keyWeekTable = 'usage.key_week';

const dayMs = 86_400_000;

/** A table of counts whose rows go by the partition. */
export interface PartitionedCounts {
  /** In the schema `usage`. */
  readonly name: string;
  /** Counts this old may go. */
  readonly keptMs: number;
  readonly partitionDays: number;
}

/** Few enough partitions to plan with, short enough that not much is kept past its time. */
const partitionDays: Readonly<Record<Resolution, number>> = { minute: 1, hour: 7, day: 28 };

/** In the schema `usage`: kept and dropped with the days that they are sums of. */
export const weeklyCounts = ['operation_week', 'network_week', 'key_week'] as const;

export const partitionedCounts: readonly PartitionedCounts[] = [
  ...countedBy.flatMap((by) =>
    resolutions.map((resolution) => partitioned(`${by}_${resolution}`, resolution)),
  ),
  ...weeklyCounts.map((name) => partitioned(name, 'day')),
];

function partitioned(name: string, kept: Resolution): PartitionedCounts {
  return { name, keptMs: keptMs[kept], partitionDays: partitionDays[kept] };
}

export function partitionMs({ partitionDays: days }: PartitionedCounts): number {
  return days * dayMs;
}

/** Stands where key ids stand, for what came through one partition of the topic for any key of an account. */
export function accountSubject(accountId: string, partition: number): string {
  return `*${accountId}/${partition}`;
}

/** SQL condition: of all keys of the account in the parameter, whichever partition. Slugs have neither `*` nor `/`. */
export function ofAccount(parameter: string): string {
  return `key_id >= '*' || ${parameter} || '/' AND key_id < '*' || ${parameter} || '0'`;
}

/** SQL condition: of single keys. As the partial indexes have it. */
export const ofSingleKeys = `key_id NOT LIKE '*%'`;
/** SQL condition: the opposite. */
export const ofWholeAccounts = `key_id LIKE '*%'`;

/** SQL: sums by outcome, as two columns of those names. */
export function acceptedAndRefused(requests: string): string {
  return `
  coalesce(sum(${requests}) FILTER (WHERE code = 'VALID'), 0) AS accepted,
  coalesce(sum(${requests}) FILTER (WHERE code <> 'VALID'), 0) AS refused`;
}
