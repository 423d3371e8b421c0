import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { issueCode } from '@keyledger/contracts';
import type { Code } from '@keyledger/domain';
import { type FieldError, ProblemError, problem } from '@keyledger/platform';

const errorsMax = 20;

type Issues = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory']>
>[0];
type Issue = Issues[number];

/** Validates with the schema that the parameter's decorator names; answers with where it fails, never with what was sent. */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: problemOfIssues });
  }

  override transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    // Fastify gives null for a body that was not sent; to a schema that is "nothing", not "the JSON value null".
    const given = metadata.type === 'body' && value === null ? (undefined as T) : value;
    return super.transform(given, metadata);
  }
}

function problemOfIssues(issues: Issues): ProblemError {
  const errors = issues.flatMap(fieldErrorsOf).slice(0, errorsMax);
  return new ProblemError(problem(codeOf(issues), undefined, { errors }));
}

/** The code of the rule that was broken, where every broken rule has the same one. */
function codeOf(issues: Issues): Code {
  const codes = new Set(issues.map((issue) => issueCode(issue) ?? 'INVALID_REQUEST'));
  const [only] = codes;
  return codes.size === 1 && only !== undefined ? only : 'INVALID_REQUEST';
}

function fieldErrorsOf(issue: Issue): FieldError[] {
  const path = (issue.path ?? []).map((segment) =>
    String(typeof segment === 'object' ? segment.key : segment),
  );
  const unknown = unknownFieldsOf(issue);
  if (unknown.length === 0) return [{ path: path.join('.'), message: issue.message }];
  return unknown.map((field) => ({ path: [...path, shortened(field)].join('.'), message: 'unknown field' }));
}

function unknownFieldsOf(issue: object): readonly string[] {
  if (!('code' in issue && issue.code === 'unrecognized_keys' && 'keys' in issue)) return [];
  return issue.keys as readonly string[];
}

const shownFieldMaxLength = 60;

function shortened(field: string): string {
  return field.length > shownFieldMaxLength ? `${field.slice(0, shownFieldMaxLength)}…` : field;
}
