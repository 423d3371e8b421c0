import { keptMs, type Resolution, resolutions } from '@keyledger/usage';

/** What requests of a bucket are told apart by, beside key and outcome; the column has its name. */
export type CountedBy = 'operation' | 'network';

export const countedBy: readonly CountedBy[] = ['operation', 'network'];

export function countTable(by: CountedBy, resolution: Resolution): string {
  return `usage.${by}_${resolution}`;
}

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

export const partitionedCounts: readonly PartitionedCounts[] = countedBy.flatMap((by) =>
  resolutions.map((resolution) => ({
    name: `${by}_${resolution}`,
    keptMs: keptMs[resolution],
    partitionDays: partitionDays[resolution],
  })),
);

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
