import type { BatchedVerdictAnswer, VerifyBatchAnswer, VerifyQuestion } from '@keyledger/contracts';
import { type Problem, ProblemError } from '@keyledger/platform';
import type { LiveIndex } from '@keyledger/verification';
import { setImmediate } from 'node:timers/promises';
import type { Admission, CallerAuthentication, CallingRequest } from './caller-authentication.js';
import type { Overload } from './overload.js';
import { type AskedRequest, type VerifyEndpoint, minPositionWaitMsMax } from './verify-endpoint.js';
import type { VerifyRights } from './verify-rights.js';
import { parseBatch, parseQuestion } from './verify-question.js';

/** Other requests have their turn after so many: well below a millisecond's work. */
const questionsPerTurn = 50;

/** Some sixty batches may be under way at once, of a mebibyte each at most. */
const batchWeight = 16;

type ReadQuestion = VerifyQuestion | Malformed;

interface Malformed {
  readonly problem: Problem;
}

export interface BatchEndpointParts {
  readonly live: Pick<LiveIndex, 'whenAt'>;
  readonly callers: CallerAuthentication;
  readonly verify: VerifyEndpoint;
  readonly overload: Pick<Overload, 'hold'>;
}

/** `POST /v1/verify/batch`: many questions by one caller, without I/O and without keeping others waiting. */
export class BatchEndpoint {
  constructor(private readonly parts: BatchEndpointParts) {}

  /** As one question is. Throws `ProblemError`. */
  admit(request: CallingRequest): Admission {
    return this.parts.verify.admit(request);
  }

  /** Before the body is read, which is kept until what this returns is called. Throws `ProblemError`. */
  hold(): () => void {
    return this.parts.overload.hold(batchWeight);
  }

  /** Answers each question in its place. Throws `ProblemError` where the batch itself is wrong. */
  async answer(request: AskedRequest, admission: Admission): Promise<VerifyBatchAnswer> {
    const { live, callers } = this.parts;
    callers.rightsNow(admission, request);
    const batch = parseBatch(request.body);
    const questions: ReadQuestion[] = [];
    for await (const turn of inTurns(batch.questions)) {
      questions.push(...turn.map((question) => readQuestion(question, batch.minPosition)));
    }
    await live.whenAt(latestPosition(questions), minPositionWaitMsMax);
    return { answers: await this.answers(questions, request) };
  }

  private async answers(
    questions: readonly ReadQuestion[],
    request: CallingRequest,
  ): Promise<BatchedVerdictAnswer[]> {
    const { callers } = this.parts;
    const answers: Promise<BatchedVerdictAnswer>[] = [];
    for await (const turn of inTurns(questions)) {
      // The caller's own key may have been revoked while others had their turn.
      const rights = callers.authenticate(request);
      for (const question of turn) {
        answers.push(this.answerOf(question, rights, request));
      }
    }
    return Promise.all(answers);
  }

  /** One that waits for a share of a limit keeps no other waiting; whoever waits for all is told of a failure. */
  private answerOf(
    question: ReadQuestion,
    rights: VerifyRights,
    request: CallingRequest,
  ): Promise<BatchedVerdictAnswer> {
    const { verify } = this.parts;
    const answer = Promise.resolve(
      isMalformed(question) ? this.refused(question) : verify.answerNow(question, rights, request),
    );
    answer.catch(() => undefined);
    return answer;
  }

  private refused({ problem: { code, errors } }: Malformed): BatchedVerdictAnswer {
    return {
      ...{ valid: false, code, keyId: null, account: null, scope: null },
      ...this.parts.verify.asOfNow(),
      ...(errors !== undefined && { errors: [...errors] }),
    };
  }
}

async function* inTurns<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  for (let start = 0; start < items.length; start += questionsPerTurn) {
    if (start > 0) await setImmediate();
    yield items.slice(start, start + questionsPerTurn);
  }
}

function readQuestion(body: unknown, ofBatch: string | undefined): ReadQuestion {
  try {
    const question = parseQuestion(body);
    const minPosition = later(question.minPosition, ofBatch);
    return minPosition === undefined ? question : { ...question, minPosition };
  } catch (error) {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  }
}

function isMalformed(question: ReadQuestion): question is Malformed {
  return 'problem' in question;
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return BigInt(one) > BigInt(other) ? one : other;
}

function latestPosition(questions: readonly ReadQuestion[]): bigint {
  let latest = 0n;
  for (const question of questions) {
    if (isMalformed(question) || question.minPosition === undefined) continue;
    const position = BigInt(question.minPosition);
    if (position > latest) latest = position;
  }
  return latest;
}
