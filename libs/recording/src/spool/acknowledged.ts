import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './segment-files.js';

const fileName = 'acknowledged';
const spelling = /^(\d{1,10}):(\d{1,15})\n$/;

/**
 * Keeps how far the broker has everything. Not synced: whoever finds an older place, or none, publishes some of it again,
 * which those who count know by the sequence.
 */
export async function keepAcknowledged(directory: string, { segment, offset }: Place): Promise<void> {
  await writeFile(join(directory, fileName), `${segment}:${offset}\n`);
}

export async function readAcknowledged(directory: string): Promise<Place> {
  const text = await readFile(join(directory, fileName), 'utf8').catch(() => '');
  const [, segment, offset] = spelling.exec(text) ?? [];
  return { segment: Number(segment ?? 0), offset: Number(offset ?? 0) };
}
