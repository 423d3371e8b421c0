import type { DigestOf } from './digest-key.js';
import { Freshness, type LiveClock } from './freshness.js';
import { FreshnessProber } from './freshness-prober.js';
import type { LedgerBatch, LiveSource } from './live-source.js';
import { type Membership, noMembership } from './membership.js';
import { PositionWaiters } from './position-waiters.js';
import { type Verdict, staleVerdict, unknownKeyVerdict } from './verdict.js';
import { VerificationIndex, type VerificationIndexOptions } from './verification-index.js';
import { type Asked, type KeyQuestion, checkKey, verdictOn } from './verify.js';

/** Every effect comes in as an argument, so that a simulation can drive it. */
export interface LiveIndexOptions extends VerificationIndexOptions {
  readonly source: LiveSource;
  readonly clock: LiveClock;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** How long to wait after the n-th failure in a row (from 0). */
  readonly backoffMs: (attempt: number) => number;
  readonly digestOf: DigestOf;
  /** An index that cannot prove itself fresher than this refuses. */
  readonly stalenessMaxMs: number;
  readonly onError: (error: unknown) => void;
  /** Default: nobody waits for this index. */
  readonly membership?: Membership;
  /** Told how many keys the snapshot had, before the first answer. */
  readonly onLoaded?: (keys: number) => void;
}

/**
 * An index that follows the log. It answers only while it can prove that it holds everything that the log held at
 * most `stalenessMaxMs` ago; otherwise every verdict is STALE, except on keys of accounts that chose to be answered by
 * what was known last (`whenStale`), once there was anything to know.
 */
export class LiveIndex {
  private current: VerificationIndex;
  /** Off after an event that could not be folded or a subscription that broke, until one delivers again. */
  private following = false;
  private hasFollowed = false;
  private readonly membership: Membership;
  private readonly freshness: Freshness;
  private readonly prober: FreshnessProber;
  private readonly waiters = new PositionWaiters();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: LiveIndexOptions) {
    this.current = new VerificationIndex(options);
    this.membership = options.membership ?? noMembership;
    this.freshness = new Freshness(options.clock, (sent) => this.membership.admits(sent));
    this.prober = new FreshnessProber({
      ...options,
      freshness: this.freshness,
      position: () => this.current.position,
      hasEventsAfter: (position) => options.source.hasEventsAfter(position),
    });
  }

  /** Do not keep it: it is another one once the snapshot has been loaded. */
  get index(): VerificationIndex {
    return this.current;
  }

  /** The position that answers are as of. */
  get asOf(): bigint {
    return this.current.position;
  }

  /** Whether it had everything that the log held, once at least: before, there is nothing to answer from. */
  get hasCaughtUp(): boolean {
    return this.hasFollowed && this.freshness.hasBeenProven;
  }

  /** How old the latest proof of freshness is; Infinity before the first. */
  stalenessMs(): number {
    return this.freshness.stalenessMs();
  }

  isFresh(): boolean {
    if (this.following && this.freshness.isWithin(this.options.stalenessMaxMs)) return true;
    this.prober.doubted();
    return false;
  }

  /** The verdict on a value as it was presented; STALE before all others, but for accounts that chose otherwise. */
  checkKey(question: KeyQuestion): Verdict {
    const isFresh = this.isFresh();
    if (!isFresh && !this.hasCaughtUp) return staleVerdict;
    const verdict = checkKey(this.current, question, this.options.clock.now(), this.options.digestOf);
    return isFresh || this.acceptsStale(verdict) ? verdict : staleVerdict;
  }

  /** As `checkKey`, on a key whose value was presented before: only its id was kept. */
  checkKnownKey(keyId: string, asked: Asked): Verdict {
    const isFresh = this.isFresh();
    if (!isFresh && !this.hasCaughtUp) return staleVerdict;
    const entry = this.current.findById(keyId);
    const verdict =
      entry === undefined ? unknownKeyVerdict : verdictOn(entry, asked, this.options.clock.now());
    return isFresh || this.acceptsStale(verdict) ? verdict : staleVerdict;
  }

  /** Of a key that is not known nothing can be said: it may be new. */
  private acceptsStale({ accountId }: Verdict): boolean {
    return accountId !== null && this.current.account(accountId)?.whenStale === 'accept';
  }

  /** Whether the index reached the position in time. Tells nothing about freshness. */
  async whenAt(position: bigint, timeoutMs: number): Promise<boolean> {
    if (this.current.position >= position) return true;
    const answered = new AbortController();
    const expired = this.options.sleep(timeoutMs, AbortSignal.any([this.stopping.signal, answered.signal]));
    const reached = await this.waiters.wait(position, expired);
    answered.abort();
    return reached;
  }

  /** STALE until the log has been asked again. */
  distrust(): void {
    this.freshness.distrust();
    this.prober.doubted();
  }

  /** Loads and follows in the background until `stop`, through any outage. */
  start(): void {
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    await this.persist(signal, () => this.load());
    await this.membership.join(this, signal);
    await Promise.all([this.follow(signal), this.prober.run(signal)]);
  }

  private async load(): Promise<void> {
    const { source } = this.options;
    const index = new VerificationIndex(this.options);
    const snapshot = await source.snapshot();
    for await (const rows of snapshot.rows) {
      for (const row of rows) index.applyRow(row);
    }
    index.advanceTo(snapshot.position);
    this.current = index;
    this.options.onLoaded?.(index.size);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    await this.persist(signal, async (onProgress) => {
      let asked = this.freshness.moment();
      for await (const batch of this.options.source.subscribe(this.current.position, signal)) {
        this.take(batch);
        if (batch.caughtUp && this.options.source.readsWhenAsked) this.freshness.proven(asked);
        onProgress();
        asked = this.freshness.moment();
      }
      if (!signal.aborted) throw new Error('The subscription ended by itself.');
    });
  }

  /** Tries until it succeeds or is stopped, with a back-off that starts anew after progress. */
  private async persist(
    signal: AbortSignal,
    attempt: (onProgress: () => void) => Promise<void>,
  ): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await attempt(() => (failures = 0));
        return;
      } catch (error) {
        this.following = false;
        this.options.onError(error);
        await this.options.sleep(this.options.backoffMs(failures++), signal);
      }
    }
  }

  /**
   * Throws for an event that it cannot make sense of. The position then stays before it, so that it is met again and
   * again, never passed over; the index stays stale until a version that knows the event is started.
   */
  private take({ events, position, caughtUp }: LedgerBatch): void {
    let previous: bigint | null = null;
    for (const event of events) {
      if (previous !== null && event.position <= previous) {
        throw new Error(`Position ${event.position} came after ${previous}.`);
      }
      previous = event.position;
      this.current.applyEvent(event);
    }
    this.current.advanceTo(position);
    this.following = true;
    this.hasFollowed = true;
    this.waiters.reached(this.current.position);
    this.membership.applied();
    if (caughtUp) this.prober.caughtUp();
  }
}
