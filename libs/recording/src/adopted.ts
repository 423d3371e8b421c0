import { readAcknowledged } from './spool/acknowledged.js';
import type { Place } from './spool/segment-files.js';
import { SegmentReader, type SpooledLines } from './spool/segment-reader.js';
import { discard } from './spool/spool-directory.js';
import { type Spool, acknowledgeIn } from './spool/spool.js';

interface Adoption {
  readonly path: string;
  readonly reader: SegmentReader;
}

/** What processes have left that live no more, one after the other. */
export class Adopted {
  private adoptions: readonly Adoption[] = [];

  constructor(
    private readonly spool: Spool | null,
    private readonly onError: (error: unknown) => void,
  ) {}

  get isEmpty(): boolean {
    return this.adoptions.length === 0;
  }

  /** Looks for more. Never rejects. */
  async lookAround(): Promise<void> {
    if (this.spool === null) return;
    try {
      const paths = await this.spool.adopt();
      const known = new Map(this.adoptions.map((each) => [each.path, each]));
      this.adoptions = await Promise.all(paths.map(async (path) => known.get(path) ?? adoptionOf(path)));
    } catch (error) {
      this.onError(error);
    }
  }

  /** Null: there is nothing, or it cannot be read now. What has no more is deleted. */
  async next(linesMax: number): Promise<SpooledLines | null> {
    try {
      for (let [first] = this.adoptions; first !== undefined; [first] = this.adoptions) {
        const read = await first.reader.next(linesMax);
        if (read !== null) return read;
        this.adoptions = this.adoptions.slice(1);
        await discard(first.path);
        await this.lookAround();
      }
    } catch (error) {
      this.onError(error);
      this.adoptions = [];
    }
    return null;
  }

  /** The broker has what `next` answered last. */
  async acknowledge(place: Place): Promise<void> {
    const [first] = this.adoptions;
    if (first !== undefined) await acknowledgeIn(first.path, place).catch(this.onError);
  }
}

async function adoptionOf(path: string): Promise<Adoption> {
  return { path, reader: new SegmentReader(path, await readAcknowledged(path)) };
}
