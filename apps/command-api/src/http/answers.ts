import type { ChangedAnswer } from '@keyledger/contracts';
import { type Refusal, type Warning, isRefusal } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import type { FastifyReply } from 'fastify';
import { foundationOf } from '../ledger/founded-refusal.js';
import type { Recorded } from '../ledger/ledger.js';

/** An answer about something, and the revision that it was at. */
export interface AtRevision<Answer> {
  readonly revision: number;
  readonly answer: Answer;
}

/** What was asked for, or the refusal thrown as the problem that its code stands for; with what it was founded on. */
export function orProblem<Result>(result: Result | Refusal): Result {
  if (!isRefusal(result)) return result;
  const position = foundationOf(result);
  const options = position === null ? {} : { headers: { 'keyledger-position': position.toString() } };
  throw new ProblemError(problem(result.code, result.detail), options);
}

export function accountNotFound(): ProblemError {
  return new ProblemError(problem('ACCOUNT_NOT_FOUND'));
}

export function keyNotFound(): ProblemError {
  return new ProblemError(problem('KEY_NOT_FOUND'));
}

/** RFC 9110 section 8.8.3: the revision changes with every event. */
export function setEtag(reply: FastifyReply, revision: number): void {
  void reply.header('etag', `"${revision}"`);
}

/** The answer to a change of something that exists; `warningsOf`: what is unwise about it as it is now. */
export function changedAnswer<State>(
  outcome: Recorded<State> | Refusal,
  reply: FastifyReply,
  warningsOf: (state: State) => Warning[] = () => [],
): ChangedAnswer {
  const { position, revision, state } = orProblem(outcome);
  setEtag(reply, revision);
  return { position: position.toString(), revision, warnings: warningsOf(state) };
}
