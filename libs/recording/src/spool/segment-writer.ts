import { type FileHandle, open } from 'node:fs/promises';
import { type Place, segmentPath } from './segment-files.js';

/** What a segment is written by; tests put disks behind it that fail. */
export type SegmentFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close'>;
export type OpenSegment = (path: string) => Promise<SegmentFile>;

interface Current {
  readonly segment: number;
  readonly file: SegmentFile;
  bytes: number;
}

/** Readable by its owner alone: addresses and operations of people are in it. */
const fileMode = 0o600;

export const openSegmentFile: OpenSegment = (path) => open(path, 'wx', fileMode);

/** Appends to the segments of one directory. One call at a time. */
export class SegmentWriter {
  private current: Current | undefined;
  private lastSegment = 0;

  constructor(
    private readonly directory: string,
    private readonly segmentBytesMax: number,
    private readonly openSegment: OpenSegment = openSegmentFile,
  ) {}

  /**
   * Resolves with the place behind the bytes once they would survive a power cut. Rejects when the disk does not take them:
   * then nothing of them counts as written, and the next call begins a segment.
   */
  async append(bytes: Uint8Array): Promise<Place> {
    const current = await this.roomFor(bytes.length);
    try {
      await writeWhole(current.file, bytes, current.bytes);
      await current.file.datasync();
    } catch (error) {
      this.current = undefined;
      await endAt(current.file, current.bytes);
      throw error;
    }
    current.bytes += bytes.length;
    return { segment: current.segment, offset: current.bytes };
  }

  /** Bytes of the segment that is written to. */
  get currentBytes(): number {
    return this.current?.bytes ?? 0;
  }

  async close(): Promise<void> {
    const file = this.current?.file;
    this.current = undefined;
    await file?.close();
  }

  private async roomFor(bytes: number): Promise<Current> {
    const { current } = this;
    if (current !== undefined && (current.bytes === 0 || current.bytes + bytes <= this.segmentBytesMax)) {
      return current;
    }
    await this.close();
    const segment = this.lastSegment + 1;
    const file = await this.openSegment(segmentPath(this.directory, segment));
    this.lastSegment = segment;
    this.current = { segment, file, bytes: 0 };
    return this.current;
  }
}

async function writeWhole(file: SegmentFile, bytes: Uint8Array, at: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
}

/** What half of was written is taken back where the disk still allows that; readers know it by its checksum otherwise. */
async function endAt(file: SegmentFile, bytes: number): Promise<void> {
  await file.truncate(bytes).catch(() => undefined);
  await file.close().catch(() => undefined);
}
