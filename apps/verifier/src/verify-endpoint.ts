import type { VerdictAnswer, VerifyQuestion } from '@keyledger/contracts';
import { ProblemError, problem } from '@keyledger/platform';
import type { RequestRecorder } from '@keyledger/recording';
import {
  type Concluded,
  type KeyLimiter,
  type LiveIndex,
  type Verdict,
  isLimited,
  isUnknownKey,
  staleVerdict,
  verdictOnUnknown,
} from '@keyledger/verification';
import type { Admission, CallerAuthentication, CallingRequest } from './caller-authentication.js';
import type { Overload } from './overload.js';
import type { VerdictCounts } from './verdict-counts.js';
import { parseQuestion, questionIn } from './verify-question.js';
import type { VerifyRights } from './verify-rights.js';

/** How long a question with `minPosition` waits for the index to get there before the answer is STALE. */
export const minPositionWaitMsMax = 1_000;

/** No slug: whoever's key it is, it is another's. */
const noAccount = '';

export interface AskedRequest extends CallingRequest {
  readonly body?: unknown;
}

export interface VerifyEndpointParts {
  readonly live: LiveIndex;
  readonly limiter: Pick<KeyLimiter, 'conclude'>;
  readonly callers: CallerAuthentication;
  readonly recorder: Pick<RequestRecorder, 'record' | 'recordUnknownKey'>;
  readonly counts: VerdictCounts;
  readonly overload: Pick<Overload, 'isOverloaded' | 'assertBearable' | 'hold'>;
  readonly clock: { now(): number };
}

type VerdictOnKnownKey = Extract<Verdict, { readonly keyId: string }>;

/** `POST /v1/verify`: from a request to a verdict, without I/O. */
export class VerifyEndpoint {
  private asOf = { position: -1n, text: '' };

  constructor(private readonly parts: VerifyEndpointParts) {}

  /** Who asks, before the body is read: strangers learn nothing and cost little. Throws `ProblemError`. */
  admit(request: CallingRequest): Admission {
    this.assertServing();
    return this.parts.callers.admit(request);
  }

  /** Throws `ProblemError` with OVERLOADED or NOT_READY. */
  assertServing(): void {
    this.parts.overload.assertBearable();
    if (!this.parts.live.hasCaughtUp) throw new ProblemError(problem('NOT_READY'));
  }

  /** Answers at once, but for a `minPosition` that has not been reached. Throws `ProblemError`. */
  answer(request: AskedRequest, admission: Admission): VerdictAnswer | Promise<VerdictAnswer> {
    const rights = this.parts.callers.rightsNow(admission, request);
    return this.answerTo(parseQuestion(request.body), rights, request);
  }

  /** Null where `admit` and `answer` have to look closer, or refuse: nothing has happened then. */
  answerPlainly(request: AskedRequest): VerdictAnswer | Promise<VerdictAnswer> | null {
    const { overload, live, callers } = this.parts;
    if (overload.isOverloaded || !live.hasCaughtUp) return null;
    const rights = callers.rightsOfRecent(request);
    const question = rights === null ? null : questionIn(request.body);
    return rights === null || question === null ? null : this.answerTo(question, rights, request);
  }

  private answerTo(
    question: VerifyQuestion,
    rights: VerifyRights,
    request: AskedRequest,
  ): VerdictAnswer | Promise<VerdictAnswer> {
    const { live } = this.parts;
    if (question.minPosition !== undefined && BigInt(question.minPosition) > live.asOf) {
      return this.answerAt(BigInt(question.minPosition), request, question);
    }
    return this.concluded(this.decide(question, rights), question, request);
  }

  /** STALE where the index has not got as far as the question wants. */
  answerNow(
    question: VerifyQuestion,
    rights: VerifyRights,
    request: CallingRequest,
  ): VerdictAnswer | Promise<VerdictAnswer> {
    const { minPosition } = question;
    const isAhead = minPosition !== undefined && BigInt(minPosition) > this.parts.live.asOf;
    return this.concluded(isAhead ? staleVerdict : this.decide(question, rights), question, request);
  }

  /** The verdict alone, recorded, and counted against no limit. */
  judge(question: VerifyQuestion, rights: VerifyRights): Verdict {
    return this.noted(this.decide(question, rights), question);
  }

  /** What every answer says of the index, whatever it says of a key. */
  asOfNow(): Pick<VerdictAnswer, 'asOf' | 'stale' | 'stalenessMs'> {
    const { live } = this.parts;
    return {
      asOf: this.asOfText(live.asOf),
      stale: !live.isFresh(),
      stalenessMs: Math.round(live.stalenessMs()),
    };
  }

  private async answerAt(
    position: bigint,
    request: AskedRequest,
    question: VerifyQuestion,
  ): Promise<VerdictAnswer> {
    const release = this.parts.overload.hold();
    const reached = await this.parts.live.whenAt(position, minPositionWaitMsMax).finally(release);
    if (!reached) return this.answered(staleVerdict, question);
    // The caller's own key may have been revoked meanwhile.
    return this.concluded(this.decide(question, this.parts.callers.authenticate(request)), question, request);
  }

  /** At once, but for a key with limits that has no share of them here. */
  private concluded(
    verdict: Verdict,
    question: VerifyQuestion,
    request: CallingRequest,
  ): VerdictAnswer | Promise<VerdictAnswer> {
    if (!isLimited(verdict)) return this.answered(verdict, question);
    const { limiter, callers } = this.parts;
    const again = (): Verdict => this.decide(question, callers.authenticate(request));
    const conclusion = limiter.conclude(verdict, again);
    return conclusion instanceof Promise
      ? conclusion.then((concluded) => this.answeredWithLimits(concluded, question))
      : this.answeredWithLimits(conclusion, question);
  }

  private answeredWithLimits({ verdict, limits }: Concluded, question: VerifyQuestion): VerdictAnswer {
    const answer = this.answered(verdict, question);
    return limits.length === 0 ? answer : { ...answer, limits: [...limits] };
  }

  private decide(question: VerifyQuestion, rights: VerifyRights): Verdict {
    const verdict = this.parts.live.checkKey({
      key: question.key,
      user: question.user ?? null,
      operation: question.operation ?? null,
      clientAddress: question.clientAddress ?? null,
      accountId: question.account ?? null,
    });
    if (rights.everyAccount || verdict.accountId === null) return verdict;
    if (rights.accounts.has(verdict.accountId)) return verdict;
    return verdictOnUnknown(this.parts.live.index, question.key, noAccount);
  }

  private noted(verdict: Verdict, question: VerifyQuestion): Verdict {
    this.parts.counts.count(verdict.code);
    if (verdict.keyId !== null) this.record(verdict, question);
    else if (isUnknownKey(verdict)) this.recordUnknownKey(question);
    return verdict;
  }

  private record({ keyId, accountId, code }: VerdictOnKnownKey, question: VerifyQuestion): void {
    this.parts.recorder.record({
      keyId,
      accountId,
      operation: question.operation ?? null,
      code,
      clientAddress: question.clientAddress ?? null,
      userAgent: question.userAgent ?? null,
      at: this.parts.clock.now(),
    });
  }

  private recordUnknownKey({ key, account, clientAddress }: VerifyQuestion): void {
    const { live, recorder, clock } = this.parts;
    const known = account === undefined ? undefined : live.index.account(account);
    recorder.recordUnknownKey({
      clientAddress: clientAddress ?? null,
      value: key,
      accountId: known?.accountId ?? null,
      at: clock.now(),
    });
  }

  private answered(verdict: Verdict, question: VerifyQuestion): VerdictAnswer {
    const { live } = this.parts;
    this.noted(verdict, question);
    return {
      valid: verdict.valid,
      code: verdict.code,
      keyId: verdict.keyId,
      account: verdict.accountId,
      scope: verdict.scope,
      asOf: this.asOfText(live.asOf),
      stale: verdict.code === 'STALE' || !live.isFresh(),
      stalenessMs: Math.round(live.stalenessMs()),
    };
  }

  /** The position changes far less often than it is asked for. */
  private asOfText(position: bigint): string {
    if (this.asOf.position !== position) this.asOf = { position, text: position.toString() };
    return this.asOf.text;
  }
}
