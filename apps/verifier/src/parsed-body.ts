import { type FieldError, ProblemError, problem } from '@keyledger/platform';
import type { z } from 'zod';

const errorsMax = 20;

/**
 * What a client sent, as the schema has it.
 *
 * @throws ProblemError with INVALID_REQUEST that says where, never what was sent
 */
export function parsed<Output>(schema: z.ZodType<Output>, sent: unknown): Output {
  const result = schema.safeParse(sent);
  if (result.success) return result.data;
  throw invalid(result.error.issues.slice(0, errorsMax).map(fieldErrorOf));
}

export function invalid(errors: readonly FieldError[]): ProblemError {
  return new ProblemError(problem('INVALID_REQUEST', undefined, { errors }));
}

function fieldErrorOf({
  path,
  code,
  message,
}: {
  path: PropertyKey[];
  code: string;
  message: string;
}): FieldError {
  // Zod's text quotes the names of unknown fields, which may be anything.
  return {
    path: path.map(String).join('.'),
    message: code === 'unrecognized_keys' ? 'unknown field' : message,
  };
}
