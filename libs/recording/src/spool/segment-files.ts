import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Behind which byte of which segment. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
}

export function isBehind(one: Place, other: Place): boolean {
  return one.segment > other.segment || (one.segment === other.segment && one.offset > other.offset);
}

const suffix = '.requests';
const digits = 10;

export function segmentPath(directory: string, segment: number): string {
  return join(directory, `${String(segment).padStart(digits, '0')}${suffix}`);
}

/** Numbers of the segments that there are, in order. */
export async function segmentsIn(directory: string): Promise<readonly number[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => name.endsWith(suffix))
    .map((name) => Number.parseInt(name, 10))
    .sort((one, other) => one - other);
}

export async function deleteSegment(directory: string, segment: number): Promise<void> {
  await rm(segmentPath(directory, segment), { force: true });
}
