import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepAcknowledged, readAcknowledged } from './acknowledged.js';
import { encodeFrame } from './frame.js';
import { segmentPath, segmentsIn } from './segment-files.js';
import { SegmentReader } from './segment-reader.js';
import { SegmentWriter, openSegmentFile } from './segment-writer.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyledger-segments-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const start = { segment: 0, offset: 0 };

async function allLines(linesMax = 3): Promise<readonly string[]> {
  const reader = new SegmentReader(directory, start);
  const lines: string[] = [];
  for (let read = await reader.next(linesMax); read !== null; read = await reader.next(linesMax))
    lines.push(...read.lines);
  return lines;
}

async function written(count: number, segmentBytes = 60): Promise<readonly string[]> {
  const writer = new SegmentWriter(directory, segmentBytes);
  const lines = Array.from({ length: count }, (_, n) => `{"line":${n}}`);
  for (const line of lines) await writer.append(encodeFrame([line]));
  await writer.close();
  return lines;
}

describe('segments', () => {
  it('are read in order, from any place that was answered', async () => {
    const lines = await written(20);
    expect((await segmentsIn(directory)).length).toBeGreaterThan(3);
    expect(await allLines()).toEqual(lines);
    const first = await new SegmentReader(directory, start).next(7);
    const rest = new SegmentReader(directory, first?.place ?? start);
    expect((await rest.next(1))?.lines).toEqual([lines[first?.lines.length ?? 0]]);
  });

  it('are read no further than is said', async () => {
    const writer = new SegmentWriter(directory, 1_000);
    const place = await writer.append(encodeFrame(['a', 'b']));
    await writer.append(encodeFrame(['c']));
    await writer.close();
    const reader = new SegmentReader(directory, start);
    expect((await reader.next(10, place))?.lines).toEqual(['a', 'b']);
    expect(await reader.next(10, place)).toBeNull();
    expect((await reader.next(10))?.lines).toEqual(['c']);
  });

  it('hold frames that are larger than what is read at a time', async () => {
    const writer = new SegmentWriter(directory, 100);
    const large = 'x'.repeat(1_000_000);
    await writer.append(encodeFrame([large]));
    await writer.append(encodeFrame(['small']));
    await writer.close();
    expect(await allLines()).toEqual([large, 'small']);
  });

  it('property: a tail that was torn off anywhere loses the frames that it reaches, and no other', async () => {
    const lines = await written(10, 10_000);
    const path = segmentPath(directory, 1);
    const whole = await readFile(path);
    const frameBytes = whole.length / lines.length;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length }), fc.boolean(), async (length, zeros) => {
        await writeFile(path, whole);
        await truncate(path, length);
        if (zeros) await appendFile(path, Buffer.alloc(500));
        expect(await allLines()).toEqual(lines.slice(0, Math.floor(length / frameBytes)));
      }),
      { numRuns: 50 },
    );
  });

  it('go on after one that was damaged', async () => {
    const lines = await written(20);
    await truncate(segmentPath(directory, 1), 30);
    const read = await allLines();
    expect(read[0]).toBe(lines[0]);
    expect(read.slice(1)).toEqual(lines.slice(-(read.length - 1)));
    expect(read.length).toBeGreaterThan(15);
  });

  it('are begun anew where the disk has failed, and what it took half of is no part of them', async () => {
    const failing = { fails: false };
    const writer = new SegmentWriter(directory, 10_000, async (path) => {
      const file = await openSegmentFile(path);
      return {
        write: (async (bytes: Uint8Array, offset: number, length: number, at: number) => {
          if (!failing.fails) return file.write(bytes, offset, length, at);
          await file.write(bytes, offset, 5, at);
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        }) as typeof file.write,
        datasync: async () => file.datasync(),
        truncate: async () => {
          throw new Error('nor that');
        },
        close: async () => file.close(),
      };
    });
    await writer.append(encodeFrame(['one']));
    failing.fails = true;
    await expect(writer.append(encodeFrame(['two']))).rejects.toThrow('no space left');
    failing.fails = false;
    expect(await writer.append(encodeFrame(['three']))).toMatchObject({ segment: 2 });
    await writer.close();
    expect(await allLines()).toEqual(['one', 'three']);
  });
});

describe('how far the broker has everything', () => {
  it('is remembered, and where that is damaged it is the beginning', async () => {
    expect(await readAcknowledged(directory)).toEqual(start);
    await keepAcknowledged(directory, { segment: 7, offset: 4_711 });
    expect(await readAcknowledged(directory)).toEqual({ segment: 7, offset: 4_711 });
    await truncate(join(directory, 'acknowledged'), 4);
    expect(await readAcknowledged(directory)).toEqual(start);
  });
});
