import {
  type DigestOf,
  type KeyEntry,
  type LiveIndex,
  type VerificationIndex,
  findKey,
} from '@keyledger/verification';

/** Services that ask are few; who knows how many others try. */
const rememberedMax = 16;

/**
 * The keys of those who asked last, found without another hash. Forgotten whenever the index moves, so that what is
 * remembered is what would be found; whether it may still be used is judged each time.
 */
export class RecentCallers {
  private readonly entries = new Map<string, KeyEntry>();
  private index: VerificationIndex | null = null;
  private asOf = -1n;

  constructor(
    private readonly live: Pick<LiveIndex, 'index'>,
    private readonly digestOf: DigestOf,
  ) {}

  /** Undefined: nobody has this value, or not lately. */
  known(value: string): KeyEntry | undefined {
    const { index } = this.live;
    if (this.index === index && this.asOf === index.position) return this.entries.get(value);
    this.entries.clear();
    this.index = index;
    this.asOf = index.position;
    return undefined;
  }

  /** Undefined: nobody has this value. */
  find(value: string): KeyEntry | undefined {
    const known = this.known(value);
    if (known !== undefined) return known;
    const entry = findKey(this.live.index, value, this.digestOf);
    if (entry === undefined) return undefined;
    if (this.entries.size >= rememberedMax) this.entries.clear();
    this.entries.set(value, entry);
    return entry;
  }
}
