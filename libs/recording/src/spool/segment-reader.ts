import { type FileHandle, open } from 'node:fs/promises';
import { decodeFrame } from './frame.js';
import { type Place, isBehind, segmentPath, segmentsIn } from './segment-files.js';

/** Lines in the order in which they were written. */
export interface SpooledLines {
  readonly lines: readonly string[];
  /** Behind the last of them. */
  readonly place: Place;
}

/** Behind everything. */
const nowhere: Place = { segment: Infinity, offset: Infinity };

const windowBytes = 256 * 1024;

/** Reads the segments of a directory in order, from a place on; what is damaged ends its segment. */
export class SegmentReader {
  constructor(
    private readonly directory: string,
    private place: Place,
  ) {}

  /**
   * As many frames as have `linesMax` lines together, one at least, and none beyond `end`; null: there is nothing more to
   * read, so far.
   */
  async next(linesMax: number, end: Place = nowhere): Promise<SpooledLines | null> {
    for (;;) {
      const found = await this.read(linesMax, end);
      if (found !== null) {
        this.place = found.place;
        return found;
      }
      const following = (await segmentsIn(this.directory)).find((segment) => segment > this.place.segment);
      if (following === undefined || following > end.segment) return null;
      this.place = { segment: following, offset: 0 };
    }
  }

  /** Null: this segment has no more. */
  private async read(linesMax: number, end: Place): Promise<SpooledLines | null> {
    const file = await openIfThere(segmentPath(this.directory, this.place.segment));
    if (file === null) return null;
    try {
      const bytes = await this.window(file);
      const lines: string[] = [];
      let offset = 0;
      while (lines.length < linesMax) {
        const frame = decodeFrame(bytes, offset);
        if (frame.outcome !== 'read') break;
        if (isBehind({ segment: this.place.segment, offset: this.place.offset + offset + frame.bytes }, end))
          break;
        if (lines.length > 0 && lines.length + frame.lines.length > linesMax) break;
        lines.push(...frame.lines);
        offset += frame.bytes;
      }
      if (lines.length === 0) return null;
      return { lines, place: { segment: this.place.segment, offset: this.place.offset + offset } };
    } finally {
      await file.close();
    }
  }

  /** Enough for one frame, however large. */
  private async window(file: FileHandle): Promise<Buffer> {
    const bytes = await readAt(file, this.place.offset, windowBytes);
    const first = decodeFrame(bytes, 0);
    return first.outcome === 'cut-off' && first.bytes > windowBytes
      ? readAt(file, this.place.offset, first.bytes)
      : bytes;
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
