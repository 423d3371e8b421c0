import { hash } from 'node:crypto';
import type { VerdictAnswer, VerifyQuestion } from '@keyledger/contracts';
import { LiveIndex, type Verdict, isLimited, staleVerdict } from '@keyledger/verification';
import { type Call, HttpCaller, type KeyledgerOptions } from '../client/http-caller.js';
import { pause, pauseMsAfter } from '../client/pause.js';
import type { KeyVerifier } from '../key-verifier.js';
import { HttpLiveSource } from './http-live-source.js';

export interface LocalVerifierOptions extends KeyledgerOptions {
  /**
   * A verdict never counts on anything that was not proved within so many milliseconds; 5,000 by default, and no less than the
   * verifiers' own STALENESS_MAX_MS, who prove to themselves every third of theirs.
   */
  readonly stalenessMaxMs?: number;
  /** Told of failures to follow; it goes on trying. */
  readonly onError?: (error: unknown) => void;
}

const stalenessMaxMsDefault = 5_000;
/** How long a question with `minPosition` waits, as with verifiers. */
const minPositionWaitMsMax = 1_000;
/** Between what made an index useless and the request for another snapshot. */
const reloadAfterMs = 500;
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * Verdicts in this very process, in microseconds: the verifiers' own library on an index that a verifier feeds over HTTP.
 * Without a proof of freshness within the bound every verdict is STALE, as before `whenReady`.
 */
export class LocalVerifier implements KeyVerifier {
  private readonly http: HttpCaller;
  private readonly stalenessMaxMs: number;
  private readonly onError: (error: unknown) => void;
  private readonly stopping = new AbortController();
  private source: HttpLiveSource;
  private live: LiveIndex;
  /** Of indexes that were replaced. */
  private ending: Promise<void> = Promise.resolve();

  constructor({ stalenessMaxMs = stalenessMaxMsDefault, onError, ...options }: LocalVerifierOptions) {
    this.http = new HttpCaller(options);
    this.stalenessMaxMs = stalenessMaxMs;
    this.onError = onError ?? (() => undefined);
    [this.source, this.live] = this.createIndex();
  }

  /** Loads and follows from now on, through any outage. */
  start(): void {
    this.live.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.source.close();
    await Promise.all([this.ending, this.live.stop()]);
  }

  /** Whether it could give verdicts within that time. */
  async whenReady(timeoutMs: number): Promise<boolean> {
    const timeout = AbortSignal.timeout(timeoutMs);
    while (!this.isReady && !timeout.aborted) await pause(readyPollMs, timeout);
    return this.isReady;
  }

  get isReady(): boolean {
    return this.live.hasCaughtUp && this.live.isFresh();
  }

  async verify(question: VerifyQuestion): Promise<VerdictAnswer> {
    const { live, source } = this;
    const { minPosition } = question;
    const isReached =
      minPosition === undefined || (await live.whenAt(BigInt(minPosition), minPositionWaitMsMax));
    const verdict = isReached ? decide(live, question) : staleVerdict;
    // Only verifiers count, so that a limit holds wherever a key is used.
    if (isLimited(verdict)) return this.http.call(verifyCall(question));
    const { valid, code, keyId, accountId: account, scope } = verdict;
    // JSON knows no infinity, which is how old the proof is before the first.
    const stalenessMs = Math.min(live.stalenessMs() + source.verifierStalenessMs, Number.MAX_SAFE_INTEGER);
    const asOf = live.asOf.toString();
    return {
      valid,
      code,
      keyId,
      account,
      scope,
      asOf,
      stale: code === 'STALE',
      stalenessMs: Math.round(stalenessMs),
    };
  }

  /**
   * Half of the bound is for the age of the verifier's proof when it answers, half for the age of its answer: together
   * they keep to it.
   */
  private createIndex(): [HttpLiveSource, LiveIndex] {
    const source = new HttpLiveSource({
      ...{ http: this.http, verifierStalenessMaxMs: this.stalenessMaxMs / 2 },
      onReload: () => this.reload(source),
    });
    const live = new LiveIndex({
      ...{ source, clock, sleep: pause, onError: this.onError },
      backoffMs: (attempt) => pauseMsAfter(attempt, Math.random()),
      digestOf: (value) => hash('sha256', value, 'binary'),
      stalenessMaxMs: this.stalenessMaxMs / 2,
    });
    return [source, live];
  }

  /** The old index answers no more: it may hold keys that we may not ask about any more, or lack some. */
  private reload(outdated: HttpLiveSource): void {
    if (this.source !== outdated || this.stopping.signal.aborted) return;
    const { live } = this;
    this.source.close();
    [this.source, this.live] = this.createIndex();
    const replaced = this.live;
    this.ending = Promise.all([this.ending, live.stop()])
      .then(() => pause(reloadAfterMs, this.stopping.signal))
      .then(() => (this.stopping.signal.aborted ? undefined : replaced.start()));
  }
}

/** Asked twice it would be counted twice. */
function verifyCall(body: VerifyQuestion): Call {
  return { method: 'POST', path: '/v1/verify', body, repeatable: false };
}

const readyPollMs = 10;

/**
 * Refuses when stale whatever the account chose: whoever revokes a key is told when verifiers have heard of it, and of local
 * ones only that their bound has passed.
 */
function decide(live: LiveIndex, { key, user, operation, clientAddress, account }: VerifyQuestion): Verdict {
  if (!live.isFresh()) return staleVerdict;
  return live.checkKey({
    ...{ key, user: user ?? null, operation: operation ?? null },
    ...{ clientAddress: clientAddress ?? null, accountId: account ?? null },
  });
}
