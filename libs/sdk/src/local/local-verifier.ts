import { hash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { VerdictAnswer, VerifyQuestion } from '@keyledger/contracts';
import {
  FleetMember,
  LiveIndex,
  type Verdict,
  isLimited,
  localDetachedMsMax,
  localStalenessMsMax,
  staleVerdict,
} from '@keyledger/verification';
import { type Call, HttpCaller, type KeyledgerOptions } from '../client/http-caller.js';
import { pause, pauseMsAfter } from '../client/pause.js';
import { requestOf } from './request-of.js';
import { RequestReports } from './request-reports.js';
import type { KeyVerifier } from '../key-verifier.js';
import { HttpFleetRegister } from './http-fleet-register.js';
import { HttpLiveSource } from './http-live-source.js';

export interface LocalVerifierOptions extends KeyledgerOptions {
  /**
   * A verdict never counts on anything that was not proved within so many milliseconds; 5,000 by default, and no less than the
   * verifiers' own STALENESS_MAX_MS, who prove to themselves every third of theirs. 60,000 at most.
   */
  readonly stalenessMaxMs?: number;
  /**
   * A place where only one process can be at a time (`shop-7:3000`; letters, digits and `._:#-`): who starts there succeeds
   * one that has died, for which confirmations need not wait any more. By default every start has a name of its own.
   */
  readonly name?: string;
  /** Told of failures to follow; it goes on trying. */
  readonly onError?: (error: unknown) => void;
}

const stalenessMaxMsDefault = 5_000;
/** How long a question with `minPosition` waits, as with verifiers. */
const minPositionWaitMsMax = 1_000;
/** Between what made an index useless and the request for another snapshot. */
const reloadAfterMs = 500;
/** Of a host's name. */
const hostCharactersMax = 50;
const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * Verdicts in this very process, in microseconds: the verifiers' own library on an index that a verifier feeds over HTTP.
 * Without a proof of freshness within the bound every verdict is STALE, as before `whenReady`.
 */
export class LocalVerifier implements KeyVerifier {
  private readonly http: HttpCaller;
  private readonly stalenessMaxMs: number;
  private readonly onError: (error: unknown) => void;
  private readonly name: string;
  private readonly stopping = new AbortController();
  private readonly reports: RequestReports;
  private following: Following;
  /** Of indexes that were replaced. */
  private ending: Promise<void> = Promise.resolve();

  /** @throws RangeError where the bound is larger than any that is waited for */
  constructor({
    stalenessMaxMs = stalenessMaxMsDefault,
    name = ownName(),
    onError,
    ...options
  }: LocalVerifierOptions) {
    if (stalenessMaxMs > localStalenessMsMax) {
      throw new RangeError(`stalenessMaxMs is ${localStalenessMsMax} at most.`);
    }
    this.http = new HttpCaller(options);
    this.stalenessMaxMs = stalenessMaxMs;
    this.onError = onError ?? (() => undefined);
    this.name = name;
    this.reports = new RequestReports({ http: this.http, name, onError: this.onError });
    this.following = this.createIndex();
  }

  /** Loads and follows from now on, through any outage. */
  start(): void {
    this.following.live.start();
  }

  /** Says goodbye to those who wait for confirmations: from now on every verdict is STALE. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.following.source.close();
    await Promise.all([this.ending, ended(this.following), this.reports.stop()]);
  }

  /** Verdicts that were given and will never be counted, because no verifier took them. */
  get unrecorded(): number {
    return this.reports.dropped;
  }

  /** Whether it could give verdicts within that time. */
  async whenReady(timeoutMs: number): Promise<boolean> {
    const timeout = AbortSignal.timeout(timeoutMs);
    while (!this.isReady && !timeout.aborted) await pause(readyPollMs, timeout);
    return this.isReady;
  }

  get isReady(): boolean {
    const { live } = this.following;
    return !this.stopping.signal.aborted && live.hasCaughtUp && live.isFresh();
  }

  async verify(question: VerifyQuestion): Promise<VerdictAnswer> {
    const { minPosition } = question;
    const isReached =
      minPosition === undefined ||
      (await this.following.live.whenAt(BigInt(minPosition), minPositionWaitMsMax));
    // After the wait: an index that was replaced meanwhile answers nobody any more.
    const { live, source } = this.following;
    const isAnswered = isReached && !this.stopping.signal.aborted;
    const verdict = isAnswered ? decide(live, question) : staleVerdict;
    // Only verifiers count, so that a limit holds wherever a key is used.
    if (isLimited(verdict)) return this.http.call(verifyCall(question));
    const request = requestOf(question, verdict, clock.now());
    if (request !== null) this.reports.add(request);
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
  private createIndex(): Following {
    const effects = {
      ...{ clock, sleep: pause, onError: this.onError },
      backoffMs: (attempt: number) => pauseMsAfter(attempt, Math.random()),
    };
    const source = new HttpLiveSource({
      ...{ http: this.http, verifierStalenessMaxMs: this.stalenessMaxMs / 2 },
      onReload: () => this.reload(source),
    });
    const member = new FleetMember({
      ...effects,
      register: new HttpFleetRegister(this.http),
      ...{ name: this.name, stalenessMaxMs: this.stalenessMaxMs, detachedMsMax: localDetachedMsMax },
      newId: () => randomUUID(),
    });
    const live = new LiveIndex({
      ...effects,
      ...{ source, membership: member, stalenessMaxMs: this.stalenessMaxMs / 2 },
      digestOf: (value) => hash('sha256', value, 'binary'),
    });
    return { source, live, member };
  }

  /** The old index answers no more: it may hold keys that we may not ask about any more, or lack some. */
  private reload(outdated: HttpLiveSource): void {
    const { following } = this;
    if (following.source !== outdated || this.stopping.signal.aborted) return;
    following.source.close();
    this.following = this.createIndex();
    const { live } = this.following;
    this.ending = Promise.all([this.ending, ended(following)])
      .then(() => pause(reloadAfterMs, this.stopping.signal))
      .then(() => (this.stopping.signal.aborted ? undefined : live.start()));
  }
}

/** An index, what it follows, and who waits for it. */
interface Following {
  readonly source: HttpLiveSource;
  readonly live: LiveIndex;
  readonly member: FleetMember;
}

/** Goodbye comes last: the index answers nobody by then. */
async function ended({ live, member }: Following): Promise<void> {
  await live.stop();
  await member.leave();
}

/** Nobody else's, not even after a crash: whoever comes later must not be taken for the one that was here. */
function ownName(): string {
  const host = hostname()
    .replace(/[^A-Za-z0-9.-]/g, '-')
    .slice(0, hostCharactersMax);
  return `local-${host}:${process.pid}#${randomUUID().slice(0, 8)}`;
}

/** Asked twice it would be counted twice. */
function verifyCall(body: VerifyQuestion): Call {
  return { method: 'POST', path: '/v1/verify', body, repeatable: false };
}

const readyPollMs = 10;

/** Refuses when stale whatever the account chose, since nobody waits for what such a verdict counts on. */
function decide(live: LiveIndex, { key, user, operation, clientAddress, account }: VerifyQuestion): Verdict {
  if (!live.isFresh()) return staleVerdict;
  return live.checkKey({
    ...{ key, user: user ?? null, operation: operation ?? null },
    ...{ clientAddress: clientAddress ?? null, accountId: account ?? null },
  });
}
