import { crc32 } from 'node:zlib';

/** Same key, same partition, in every process and version: what the order per key rests on. */
export function partitionOf(key: string, partitions: number): number {
  return crc32(key) % partitions;
}
