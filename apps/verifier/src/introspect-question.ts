import type { VerifyQuestion } from '@keyledger/contracts';
import { ProblemError, problem } from '@keyledger/platform';
import { parseQuestion } from './verify-question.js';

/** RFC 7662 section 2.1, and what is ours. Others are passed over (RFC 6749 section 3.2). */
const parameters = { token: 'key', client_address: 'clientAddress' } as const;

/**
 * A form as a question. A parameter without a value counts as left out, and none may come twice (RFC 6749 section 3.2).
 *
 * @throws ProblemError with INVALID_REQUEST that says where, never what was sent
 */
export function parseIntrospection(form: string): VerifyQuestion {
  const given = new URLSearchParams(form);
  const names = [...given.keys()];
  if (new Set(names).size !== names.length) throw invalid('A parameter comes more than once.');
  if (!given.get('token')) throw invalid('The parameter token is missing.');
  const fields = Object.entries(parameters).flatMap(([parameter, field]) => {
    const value = given.get(parameter);
    return value ? [[field, value] as const] : [];
  });
  return parseQuestion(Object.fromEntries(fields));
}

function invalid(detail: string): ProblemError {
  return new ProblemError(problem('INVALID_REQUEST', detail));
}
