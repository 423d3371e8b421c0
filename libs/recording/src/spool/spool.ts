import { StartupError } from '@keyledger/platform';
import { keepAcknowledged } from './acknowledged.js';
import { heartbeatMs } from './owner.js';
import { type Place, deleteSegment, segmentsIn } from './segment-files.js';
import { SegmentReader } from './segment-reader.js';
import { type OpenSegment, SegmentWriter } from './segment-writer.js';
import { SpoolDirectory } from './spool-directory.js';

export interface SpoolOptions {
  /** Shared with the other processes of this machine. */
  readonly root: string;
  /** Unique: the producer of what is written. */
  readonly name: string;
  /** What all files of this process may take, adopted ones included. */
  readonly bytesMax: number;
  readonly openSegment?: OpenSegment;
  /** Told of what goes wrong beside the writing of requests. */
  readonly onError?: (error: unknown) => void;
}

/** So many segments make a whole spool; one is deleted when the broker has all of it. */
const segmentsPerSpool = 32;
const segmentBytesMax = 8 * 1024 * 1024;
/** What a process that is killed has published in so long is published again, and known by its sequence. */
const acknowledgeMsMax = 250;

/** What has been recorded, on disk until the broker has it. */
export class Spool {
  private readonly writer: SegmentWriter;
  private readonly segmentBytes = new Map<number, number>();
  private readonly heartbeat: NodeJS.Timeout;
  private acknowledged: Place | null = null;
  private acknowledgedSegment = 0;
  private keepTimer: NodeJS.Timeout | undefined;
  private keeping: Promise<void> = Promise.resolve();
  private adoptedBytes = 0;
  private failed = false;

  private constructor(
    private readonly directory: SpoolDirectory,
    private readonly options: SpoolOptions,
  ) {
    const perSegment = Math.min(segmentBytesMax, options.bytesMax / segmentsPerSpool);
    this.writer = new SegmentWriter(directory.path, perSegment, options.openSegment);
    this.heartbeat = setInterval(this.showLife, heartbeatMs);
    this.heartbeat.unref();
  }

  /** @throws StartupError where the directory cannot be written to */
  static async open(options: SpoolOptions): Promise<Spool> {
    try {
      return new Spool(await SpoolDirectory.open(options.root, options.name), options);
    } catch (error) {
      throw new StartupError(
        `REQUEST_SPOOL_DIRECTORY: ${options.root} cannot be written to: ${(error as Error).message}`,
      );
    }
  }

  /** Of its files, adopted ones included. */
  get bytes(): number {
    return [...this.segmentBytes.values()].reduce((sum, bytes) => sum + bytes, this.adoptedBytes);
  }

  /** Null: it is full. Rejects where the disk fails; the next call tries again. */
  async append(frames: Uint8Array): Promise<Place | null> {
    if (this.bytes + frames.length > this.options.bytesMax) return null;
    try {
      if (this.failed) await this.directory.claim();
      const place = await this.writer.append(frames);
      this.failed = false;
      this.segmentBytes.set(place.segment, place.offset);
      return place;
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }

  /** Reads what was written behind a place. */
  readFrom(place: Place): SegmentReader {
    return new SegmentReader(this.directory.path, place);
  }

  /** The broker has everything up to there. That is kept at once where it frees a file, and soon otherwise. */
  async acknowledge(place: Place): Promise<void> {
    this.acknowledged = place;
    if (place.segment > this.acknowledgedSegment) await this.keepAcknowledged();
    else this.keepTimer ??= setTimeout(this.onKeepTimer, acknowledgeMsMax).unref();
  }

  /** Resolves when what the broker has by now is kept. */
  keepAcknowledged(): Promise<void> {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    this.keeping = this.keeping.catch(() => undefined).then(() => this.keep());
    return this.keeping;
  }

  /** Paths of what others have left, which is this process's to publish from now on. */
  async adopt(): Promise<readonly string[]> {
    const paths = await this.directory.adopt(Date.now());
    const own = [...this.segmentBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.adoptedBytes = paths.length === 0 ? 0 : Math.max(0, (await this.directory.bytes()) - own);
    return paths;
  }

  /** `isEmpty`: the broker has all of it, and there is nothing left to adopt. */
  async close(isEmpty: boolean): Promise<void> {
    clearInterval(this.heartbeat);
    clearTimeout(this.keepTimer);
    await (isEmpty ? this.keeping : this.keepAcknowledged()).catch(this.options.onError);
    await this.writer.close();
    await this.directory.leave(isEmpty);
  }

  private async keep(): Promise<void> {
    const place = this.acknowledged;
    if (place === null) return;
    this.acknowledgedSegment = place.segment;
    await acknowledgeIn(this.directory.path, place);
    for (const segment of this.segmentBytes.keys()) {
      if (segment < place.segment) this.segmentBytes.delete(segment);
    }
  }

  private readonly onKeepTimer = (): void => {
    this.keepAcknowledged().catch((error: unknown) => this.options.onError?.(error));
  };

  private readonly showLife = (): void => {
    this.directory.showLife().catch((error: unknown) => this.options.onError?.(error));
  };
}

export async function acknowledgeIn(directory: string, place: Place): Promise<void> {
  await keepAcknowledged(directory, place);
  for (const segment of await segmentsIn(directory)) {
    if (segment < place.segment) await deleteSegment(directory, segment);
  }
}
