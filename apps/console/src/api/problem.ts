/** A field of a request and what is wrong with it, as problems list them. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

interface ProblemFacts {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly fields: readonly FieldProblem[];
}

/** What the page says of itself, beside the codes of the product. */
export const unreachableCode = 'UNREACHABLE';

/** Any "no" that the API gave (RFC 9457), or that it could not be asked. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** 0 where there was no answer. */
  readonly status: number;
  /** Of the product's table of codes. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly fields: readonly FieldProblem[];

  constructor({ status, code, title, detail, fields }: ProblemFacts) {
    super(detail ?? title);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.fields = fields;
  }

  /** Whether the same question may be answered better a moment later. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

export function problemOf(status: number, body: unknown): ApiProblem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const textOf = (name: string) => (typeof given[name] === 'string' ? given[name] : null);
  return new ApiProblem({
    status,
    code: textOf('code') ?? `HTTP_${status}`,
    title: textOf('title') ?? `HTTP ${status}`,
    detail: textOf('detail'),
    fields: fieldsOf(given['errors']),
  });
}

export function unreachable(): ApiProblem {
  const title = 'The server cannot be reached.';
  return new ApiProblem({ status: 0, code: unreachableCode, title, detail: null, fields: [] });
}

function fieldsOf(errors: unknown): readonly FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return (errors as readonly Partial<FieldProblem>[]).flatMap(({ path, message }) =>
    typeof message === 'string' ? [{ path: path ?? '', message }] : [],
  );
}
