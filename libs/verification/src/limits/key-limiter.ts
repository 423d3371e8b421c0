import type { LimitState } from '@keyledger/domain';
import type { Verdict } from '../verdict.js';
import type { CompiledLimit, RefusalByLimit } from './compiled-limit.js';
import { LimitCounter } from './limit-counter.js';
import type { Claim, Grant } from './settle-claim.js';

/** Who owns the counters. */
export interface LimitOwner {
  /** Settles claims, in their order, and says how many verifiers there are. Rejects while the owner is away. */
  settle(claims: readonly Claim[]): Promise<Settlement>;
}

export interface Settlement {
  readonly grants: readonly Grant[];
  readonly verifiers: number;
}

export interface KeyLimiterOptions {
  readonly owner: LimitOwner;
  readonly monotonicMs: () => number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Told when the owner gives no answer. */
  readonly onError: (error: unknown) => void;
}

/** Everything else admits; the limits are still to be asked. */
export type LimitedVerdict = Extract<Verdict, { readonly valid: true }> & {
  readonly limits: readonly CompiledLimit[];
};

export interface Concluded {
  readonly verdict: Verdict;
  /** None where the limits had no say. */
  readonly limits: readonly LimitState[];
}

type LimitDecision =
  | { readonly admitted: true; readonly states: readonly LimitState[] }
  | { readonly admitted: false; readonly code: RefusalByLimit; readonly states: readonly LimitState[] };

/** A request waits so long for a share; then the owner counts as away. */
export const shareWaitMsMax = 500;
/** How long the owner is left alone after it gave no answer. */
export const awayMs = 1_000;
/** A share that was not used for so long goes back to the owner. */
export const idleShareMs = 1_000;
/** What is not used for so long is forgotten here; the owner knows. */
const idleCounterMs = 10_000;
/** Counters held at a time: some 100 MB. Beyond, the oldest are forgotten, and the shares they hold are lost. */
export const countersMax = 200_000;
const claimsMax = 500;
/** Requests that wait for a share at a time; one more is decided as if the owner were away. */
export const waitersMax = 1_000;

/**
 * Admits requests of keys with limits: each takes one of every limit, or none of any. Spends shares that the owner has
 * leased, without asking; asks for more before they run out, and lets a request wait only where it has none. There is no
 * write for a request: claims of all keys leave together, one batch at a time.
 */
export class KeyLimiter {
  private readonly counters = new Map<string, LimitCounter>();
  private readonly dirty = new Set<LimitCounter>();
  private readonly waiting = new Map<LimitCounter, number>();
  private verifiers = 0;
  private awayUntilMs = -Infinity;
  private isAway = false;
  private asking = false;
  private sweeping = false;
  private waiters = 0;
  private answered = pendingAnswer();
  private readonly stopping = new AbortController();

  constructor(private readonly options: KeyLimiterOptions) {}

  get size(): number {
    return this.counters.size;
  }

  /** Whether shares cannot be leased at the moment. */
  get isCutOff(): boolean {
    return this.isAway;
  }

  /**
   * The verdict once its limits are looked at; at once where it can. While it waits for a share, other things may come to
   * be true: then `again` is asked for the verdict anew, and what it throws is passed on.
   */
  conclude(verdict: LimitedVerdict, again: () => Verdict): Concluded | Promise<Concluded> {
    const counters = this.countersOf(verdict);
    if (!this.sweeping) void this.sweep();
    const decision = this.decide(counters, this.isAway || this.waiters >= waitersMax);
    return decision === null ? this.concludeLater(counters, again) : concluded(verdict, decision);
  }

  /** Gives back every share that is left. To be called when the last request has been decided. */
  async stop(): Promise<void> {
    this.stopping.abort();
    while (this.asking) await this.answered.promise;
    const nowMs = this.options.monotonicMs();
    const left = [...this.counters.values()].filter((counter) => counter.rest(nowMs, 0));
    for (let start = 0; start < left.length && !this.isAway; start += claimsMax) {
      await this.tell(left.slice(start, start + claimsMax));
    }
  }

  private async concludeLater(asked: readonly LimitCounter[], again: () => Verdict): Promise<Concluded> {
    const { monotonicMs, sleep } = this.options;
    const deadlineMs = monotonicMs() + shareWaitMsMax;
    const decided = new AbortController();
    const timeout = sleep(shareWaitMsMax, decided.signal);
    this.waiters += 1;
    try {
      for (let counters = asked; ;) {
        await this.whenAnswered(counters, timeout);
        const verdict = again();
        if (!isLimited(verdict)) return { verdict, limits: [] };
        counters = this.countersOf(verdict);
        const decision = this.decide(counters, this.isAway || monotonicMs() >= deadlineMs);
        if (decision !== null) return concluded(verdict, decision);
      }
    } finally {
      this.waiters -= 1;
      decided.abort();
    }
  }

  private async whenAnswered(counters: readonly LimitCounter[], timeout: Promise<void>): Promise<void> {
    for (const counter of counters) this.waiting.set(counter, (this.waiting.get(counter) ?? 0) + 1);
    await Promise.race([this.answered.promise, timeout]);
    for (const counter of counters) {
      const others = (this.waiting.get(counter) ?? 1) - 1;
      if (others > 0) this.waiting.set(counter, others);
      else this.waiting.delete(counter);
    }
  }

  /** Null: a share has been asked for, which is worth waiting for. */
  private decide(counters: readonly LimitCounter[], onTrust: boolean): LimitDecision | null {
    const nowMs = this.options.monotonicMs();
    let refusing: LimitCounter | null = null;
    let isUnknown = false;
    for (const counter of counters) {
      const readiness = counter.readiness(nowMs);
      if (readiness === 'ready') continue;
      if (readiness === 'unknown' || counter.wantsMore(nowMs)) this.ask(counter);
      if (readiness === 'unknown' && !onTrust) isUnknown = true;
      else if (readiness === 'spent' || !counter.mayPassOnTrust(this.verifiers)) refusing ??= counter;
    }
    if (refusing !== null)
      return { admitted: false, code: refusing.limit.refusal, states: statesOf(counters, nowMs) };
    if (isUnknown) return null;
    for (const counter of counters) {
      counter.spend(nowMs);
      if (counter.wantsMore(nowMs)) this.ask(counter);
    }
    return { admitted: true, states: statesOf(counters, nowMs) };
  }

  private countersOf({ keyId, limits }: LimitedVerdict): readonly LimitCounter[] {
    return limits.map((limit) => this.counterOf(keyId, limit));
  }

  private counterOf(keyId: string, limit: CompiledLimit): LimitCounter {
    const id = `${keyId}/${limit.counter}`;
    let counter = this.counters.get(id);
    if (counter === undefined) {
      if (this.counters.size >= countersMax) this.forgetOldest();
      counter = new LimitCounter(keyId, limit);
      this.counters.set(id, counter);
    } else if (counter.limit !== limit && counter.limit.capacity !== limit.capacity) {
      counter.limit = limit;
    }
    return counter;
  }

  private forgetOldest(): void {
    const [oldest] = this.counters.keys();
    if (oldest !== undefined) this.counters.delete(oldest);
  }

  private ask(counter: LimitCounter): void {
    if (counter.claiming) return; // whoever waits for the answer asks again where it does not do
    counter.demand();
    this.dirty.add(counter);
    this.startAsking();
  }

  private startAsking(): void {
    if (this.dirty.size === 0 || this.asking || this.isLeftAlone()) return;
    this.asking = true;
    void this.askOwner();
  }

  private isLeftAlone(): boolean {
    return this.options.monotonicMs() < this.awayUntilMs;
  }

  /** One batch at a time, for as long as there is something to ask. What comes up meanwhile goes with the next. */
  private async askOwner(): Promise<void> {
    await Promise.resolve(); // so that what is asked in one turn goes together
    while (this.dirty.size > 0 && !this.isLeftAlone()) {
      const counters = [...this.dirty].slice(0, claimsMax);
      for (const counter of counters) this.dirty.delete(counter);
      await this.tell(counters);
      const { resolve } = this.answered;
      this.answered = pendingAnswer();
      resolve();
    }
    this.asking = false;
  }

  private async tell(counters: readonly LimitCounter[]): Promise<void> {
    const { owner, monotonicMs } = this.options;
    const sentMs = monotonicMs();
    const claims = counters.map((counter) => counter.claim(sentMs, this.waiting.get(counter) ?? 0));
    try {
      const { grants, verifiers } = await owner.settle(claims);
      if (grants.length !== claims.length) throw new Error('Not every claim was settled.');
      const nowMs = monotonicMs();
      grants.forEach((grant, at) => counters[at]?.granted(grant, sentMs, nowMs));
      this.verifiers = verifiers;
      this.isAway = false;
    } catch (error) {
      claims.forEach((claim, at) => counters[at]?.unanswered(claim));
      if (!this.isAway) this.options.onError(error);
      this.isAway = true;
      this.awayUntilMs = monotonicMs() + awayMs;
    }
  }

  /** For as long as there are counters: gives back shares that nobody uses, and forgets what nobody asks about. */
  private async sweep(): Promise<void> {
    this.sweeping = true;
    while (this.counters.size > 0 && !this.stopping.signal.aborted) {
      await this.options.sleep(idleShareMs, this.stopping.signal);
      const nowMs = this.options.monotonicMs();
      for (const [id, counter] of this.counters) {
        if (counter.rest(nowMs, idleShareMs)) this.dirty.add(counter);
        else if (!this.isAway && counter.isIdle(nowMs, idleCounterMs)) this.counters.delete(id);
      }
      this.startAsking();
    }
    this.sweeping = false;
  }
}

/** Of the owner, to whatever is being asked. */
function pendingAnswer(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((arrived) => (resolve = arrived));
  return { promise, resolve };
}

export function isLimited(verdict: Verdict): verdict is LimitedVerdict {
  return verdict.valid && verdict.limits !== undefined;
}

function concluded(verdict: LimitedVerdict, decision: LimitDecision): Concluded {
  const { states: limits } = decision;
  if (decision.admitted) return { verdict, limits };
  const { keyId, accountId } = verdict;
  return { verdict: { valid: false, code: decision.code, keyId, accountId, scope: null }, limits };
}

function statesOf(counters: readonly LimitCounter[], nowMs: number): readonly LimitState[] {
  return counters.map((counter) => counter.state(nowMs));
}
