import type { LimitState } from '@keyledger/domain';
import type { CompiledLimit } from './compiled-limit.js';
import type { Claim, Grant } from './settle-claim.js';

/** What a claim asks for beside those who wait; doubled while claims follow one another fast. */
const wantMin = 8;
const wantMax = 1_000_000;
/** Claims that follow one another faster than this ask for more at a time. */
const claimIntervalMs = 1_000;
/** Where others may give shares back, the owner is asked again after so long. */
const askAgainMs = 1_000;

export type Readiness = 'ready' | 'spent' | 'unknown';

/**
 * One verifier's part in one limit of one key: a share of it that the owner has leased, which is spent without asking
 * anybody. All times are of the monotonic clock in milliseconds; what the owner says of time is counted from before it
 * was asked, so that a share ends here no later than there.
 */
export class LimitCounter {
  private share = 0;
  private slot: number | null = null;
  private endsAtMs = Infinity;
  private remainingElsewhere = 0;
  private spentUntilMs = -Infinity;
  private askAgainAtMs = -Infinity;
  private returned: { slot: number; count: number } | null = null;
  private debt = 0;
  /** Admitted here, by slot, the latest first: what the rule for outages goes by. */
  private admitted: number[] = [0];
  private want = wantMin;
  private claimedAtMs = -Infinity;
  private usedAtMs = -Infinity;
  private isClaiming = false;
  private isWanted = false;

  constructor(
    private readonly keyId: string,
    private current: CompiledLimit,
  ) {}

  get limit(): CompiledLimit {
    return this.current;
  }

  /** The same counter with another count: nothing that was known of what is left holds any more. */
  set limit(limit: CompiledLimit) {
    this.giveUpShare();
    this.current = limit;
    this.remainingElsewhere = 0;
    this.spentUntilMs = -Infinity;
  }

  /** Whether a claim is on its way. */
  get claiming(): boolean {
    return this.isClaiming;
  }

  /** The next claim is to bring a share. */
  demand(): void {
    this.isWanted = true;
  }

  readiness(nowMs: number): Readiness {
    this.roll(nowMs);
    if (this.share > 0) return 'ready';
    return nowMs < this.spentUntilMs ? 'spent' : 'unknown';
  }

  /**
   * Whether a request may pass while the owner is away: as many in all as an even part of the limit. Credits are not
   * given on trust: what has been spent too often cannot be taken back.
   */
  mayPassOnTrust(verifiers: number): boolean {
    if (this.share > 0) return true;
    if (this.limit.refill !== null || verifiers < 1) return false;
    return sum(this.admitted) < Math.ceil(this.limit.capacity / verifiers);
  }

  spend(nowMs: number): void {
    if (this.share > 0) this.share -= 1;
    else this.owe(nowMs);
    this.admitted[0] = (this.admitted[0] ?? 0) + 1;
    this.usedAtMs = nowMs;
  }

  /** Whether more should be asked for before the share is used up, or it may be worth while to ask again. */
  wantsMore(nowMs: number): boolean {
    if (this.isClaiming) return false;
    if (this.share > 0) return this.share < this.want / 2 && this.remainingElsewhere > 0;
    return this.remainingElsewhere > 0 || nowMs >= this.askAgainAtMs;
  }

  /** Gives up what has not been used for so long. Whether there is something to tell the owner. */
  rest(nowMs: number, idleMs: number): boolean {
    if (this.isClaiming) return false;
    this.roll(nowMs);
    if (nowMs - this.usedAtMs >= idleMs) this.giveUpShare();
    return this.returned !== null || this.debt > 0;
  }

  isIdle(nowMs: number, idleMs: number): boolean {
    const holds = this.share > 0 || this.returned !== null || this.debt > 0 || this.isClaiming;
    return !holds && nowMs - this.usedAtMs >= idleMs;
  }

  /** What is to be told to the owner, once. `waiting`: requests that wait for a share. */
  claim(nowMs: number, waiting: number): Claim {
    this.roll(nowMs);
    if (this.isWanted) this.adapt(nowMs);
    const { keyId, limit, returned } = this;
    const want = this.isWanted ? waiting + this.want : 0;
    // What was admitted in slots that are past is of no account any more.
    const debt = Math.min(this.debt, sum(this.admitted));
    this.isWanted = false;
    this.returned = null;
    this.debt = 0;
    this.isClaiming = true;
    return { keyId, limit, want, returned, debt };
  }

  granted({ granted, slot, endsInMs, remaining, moreInMs }: Grant, sentMs: number, nowMs: number): void {
    this.isClaiming = false;
    this.roll(nowMs);
    if (this.slot !== slot) this.giveUpShare();
    this.slot = slot;
    this.share += granted;
    this.endsAtMs = endsInMs === null ? Infinity : sentMs + endsInMs;
    this.remainingElsewhere = remaining;
    const isSpent = granted === 0 && remaining === 0;
    this.spentUntilMs = isSpent ? sentMs + (moreInMs ?? Infinity) : -Infinity;
    this.askAgainAtMs = nowMs + askAgainMs;
  }

  /** The owner gave no answer. What was returned may have arrived, so it is lost; what is owed is told again. */
  unanswered({ debt }: Claim): void {
    this.isClaiming = false;
    this.debt += debt;
  }

  state(nowMs: number): LimitState {
    const { name, capacity, windowSeconds, slotMs } = this.limit;
    const until = this.spentUntilMs > nowMs ? this.spentUntilMs : this.endsAtMs;
    const known = slotMs !== null && until !== Infinity;
    return {
      ...{ name, limit: capacity, windowSeconds },
      remaining: Math.min(capacity, this.share + this.remainingElsewhere),
      resetSeconds: known ? Math.max(1, Math.ceil((until - nowMs) / 1_000)) : null,
    };
  }

  /** Into the slot of now. What is left of an earlier slot's share is given back. */
  private roll(nowMs: number): void {
    const { slotMs, slots } = this.limit;
    if (slotMs === null || nowMs < this.endsAtMs) return;
    const passed = 1 + Math.floor((nowMs - this.endsAtMs) / slotMs);
    this.giveUpShare();
    this.endsAtMs += passed * slotMs;
    this.remainingElsewhere = 0;
    this.admitted = [...new Array<number>(Math.min(passed, slots)).fill(0), ...this.admitted].slice(0, slots);
  }

  /** Without the owner nobody knows when the slot began: then it begins with the first request. */
  private owe(nowMs: number): void {
    this.debt += 1;
    if (this.endsAtMs === Infinity && this.limit.slotMs !== null) this.endsAtMs = nowMs + this.limit.slotMs;
  }

  private giveUpShare(): void {
    if (this.share > 0 && this.slot !== null) {
      const count = this.returned?.slot === this.slot ? this.returned.count : 0;
      this.returned = { slot: this.slot, count: count + this.share };
    }
    this.share = 0;
  }

  private adapt(nowMs: number): void {
    const isFast = nowMs - this.claimedAtMs < claimIntervalMs;
    this.want = isFast ? Math.min(wantMax, this.want * 2) : Math.max(wantMin, Math.ceil(this.want / 2));
    this.claimedAtMs = nowMs;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
