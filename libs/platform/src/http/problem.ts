import { type Code, codes } from '@keyledger/domain';

/** Where in a request something is wrong. Never repeats the value that was sent. */
export interface FieldError {
  /** Dotted path into the body or query, for example `scopes.0`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** What a problem may carry besides its code: `errors`, `instance`, or extensions of its own (RFC 9457 section 3.2). */
export interface ProblemExtras {
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** RFC 9457 problem details. `code` is the contract for programs; `title` and `detail` are for people. */
export interface Problem extends ProblemExtras {
  /** URI of the documentation: a path here, made absolute with PUBLIC_URL when it is sent. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: Code;
  readonly detail?: string;
}

/** Path under which every code is documented. */
export const problemsPath = '/problems';

export const problemMediaType = 'application/problem+json';

/** Status and title come from the one table; `detail` says what is particular to this occurrence, without secrets. */
export function problem(code: Code, detail?: string, extras: ProblemExtras = {}): Problem {
  const { status, doc } = codes[code];
  return {
    type: `${problemsPath}/${code}`,
    title: doc,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...extras,
  };
}

export interface ProblemErrorOptions {
  /** Response headers that go with it, for example `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** How a controller or a raw route answers with a problem: throw it, and the error handling sends it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly problem: Problem,
    { headers = {}, cause }: ProblemErrorOptions = {},
  ) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`, { cause });
    this.headers = headers;
  }
}
