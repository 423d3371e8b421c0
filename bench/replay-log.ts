import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { keyStream, toNewEvent } from '@keyledger/contracts';
import type { KeyEvent } from '@keyledger/domain';
import { systemIds } from '@keyledger/platform';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { eventsOf, eventsPerKey, metadata, newKeyId } from './key-life.js';

/**
 * Keys that live at the same time: one event of each in turn. So the events of one key are this far apart, and what a
 * batch holds are changes to as many rows as it has events.
 */
const keysTogether = 20_000;
/** Written to the database at a time. */
const linesPerChunk = 500;

/** Straight into the table, as the log's own append would have put it there. */
const copyEvents = 'COPY log.event (stream, revision, id, type, data, metadata) FROM STDIN';

/** Fills an empty log. */
export async function fillLog(pool: pg.Pool, eventsCount: number): Promise<void> {
  const client = await pool.connect();
  try {
    await pipeline(chunks(eventLines(eventsCount)), client.query(copyFrom(copyEvents)));
    await client.query('ANALYZE log.event');
  } finally {
    client.release();
  }
}

function* eventLines(eventsCount: number): Generator<string> {
  let left = eventsCount;
  while (left > 0) {
    const keyIds = Array.from({ length: Math.min(keysTogether, left) }, newKeyId);
    for (let revision = 0; revision < eventsPerKey; revision++) {
      for (const keyId of keyIds.slice(0, left)) yield eventLine(keyId, revision);
      left -= Math.min(keyIds.length, left);
    }
  }
}

function eventLine(keyId: string, revision: number): string {
  const event = eventsOf(keyId)[revision];
  if (event === undefined) throw new RangeError(`A key has no event ${revision}.`);
  const { id, type, data, metadata: noted } = toNewEvent(withOwnDigest(event), metadata, systemIds.uuid());
  return `${[keyStream(keyId), revision, id, type, copied(data), copied(noted)].join('\t')}\n`;
}

/** No two keys have the same value, and an index of digests that are all the same is a chain that every look-up walks. */
function withOwnDigest(event: KeyEvent): KeyEvent {
  if (event.type !== 'KeyCreated') return event;
  const value = createHash('sha256').update(event.data.keyId).digest('base64url');
  return { ...event, data: { ...event.data, digest: { algorithm: 'sha256', value } } };
}

/** COPY reads a backslash as the beginning of something; JSON has no other character that means something to it. */
function copied(value: object): string {
  return JSON.stringify(value).replaceAll('\\', '\\\\');
}

function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    if (chunk.push(line) < linesPerChunk) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}
