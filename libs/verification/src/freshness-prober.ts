import type { Freshness, LiveClock } from './freshness.js';

/** A log that neither answers nor fails is asked again, but not by ever more questions in flight. */
const probesInFlightMax = 4;
/** A bound is proved three times over, and ten times as often while the last proof has failed. */
const probesPerBound = 3;
const retriesPerProbe = 10;

export interface FreshnessProberOptions {
  readonly freshness: Freshness;
  readonly clock: LiveClock;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly stalenessMaxMs: number;
  /** Position that the index has applied. */
  readonly position: () => bigint;
  readonly hasEventsAfter: (position: bigint) => Promise<boolean>;
  /** Told of the first failure of an outage. */
  readonly onError: (error: unknown) => void;
}

/** Asks the log again and again whether it holds anything that the index does not; a quiet subscription proves nothing. */
export class FreshnessProber {
  private readonly intervalMs: number;
  private readonly retryMs: number;
  private inFlight = 0;
  private lastSentMs = -Infinity;
  private failing = false;
  private isProven = false;
  private pausing = new AbortController();

  constructor(private readonly options: FreshnessProberOptions) {
    this.intervalMs = options.stalenessMaxMs / probesPerBound;
    this.retryMs = this.intervalMs / retriesPerProbe;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.pausing = new AbortController();
      this.isProven = false;
      this.isProven = await this.probeWithin(this.intervalMs, signal);
      await this.options.sleep(
        this.isProven ? this.intervalMs : this.retryMs,
        AbortSignal.any([signal, this.pausing.signal]),
      );
    }
  }

  /** The index has reached the end of the log: what the last probe could not prove, the next one may. */
  caughtUp(): void {
    if (!this.isProven) this.pausing.abort();
  }

  /** Somebody found the index stale: probes now instead of later, unless it has only just done so. */
  doubted(): void {
    if (this.options.clock.monotonicMs() - this.lastSentMs >= this.retryMs) this.pausing.abort();
  }

  /** Whether a proof came in time; a late one still counts, as of when it was asked for. */
  private async probeWithin(ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.inFlight >= probesInFlightMax) return false;
    const answered = new AbortController();
    const timeout = this.options.sleep(ms, AbortSignal.any([signal, answered.signal])).then(() => false);
    const proven = await Promise.race([this.probe(), timeout]);
    answered.abort();
    return proven;
  }

  private async probe(): Promise<boolean> {
    const { freshness, position, hasEventsAfter } = this.options;
    const sent = freshness.moment();
    this.lastSentMs = sent.monotonicMs;
    this.inFlight += 1;
    try {
      const behind = await hasEventsAfter(position());
      this.failing = false;
      return !behind && freshness.proven(sent);
    } catch (error) {
      if (!this.failing) this.options.onError(error);
      this.failing = true;
      return false;
    } finally {
      this.inFlight -= 1;
    }
  }
}
