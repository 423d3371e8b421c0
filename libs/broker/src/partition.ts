import { str as crc32 } from 'crc-32';

/** Same key, same partition, in every process and version: what the order per key rests on. */
export function partitionOf(key: string, partitions: number): number {
  return (crc32(key) >>> 0) % partitions;
}
