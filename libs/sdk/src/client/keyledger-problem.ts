import type { ProblemDetails } from '@keyledger/contracts';

/** Keyledger answered with a "no": a problem (RFC 9457), or an answer that is not even one. */
export class KeyledgerProblem extends Error {
  override readonly name = 'KeyledgerProblem';

  private constructor(
    /** HTTP status. */
    readonly status: number,
    /** One of docs/errors.md; `UNREADABLE` where the answer is not Keyledger's, a proxy's page for example. */
    readonly code: string,
    /** What is particular to this occurrence; null: nothing was said. */
    readonly detail: string | null,
    /** The rest of the problem: `errors`, `requestId`, `sufficientScope`, … */
    readonly problem: Partial<ProblemDetails>,
  ) {
    super(`Keyledger answered ${status} ${code}${detail === null ? '' : `: ${detail}`}`);
  }

  /** @param body of the answer, as JSON or text */
  static of(status: number, body: unknown): KeyledgerProblem {
    const { code, detail, ...rest } = (isRecord(body) ? body : {}) as Partial<ProblemDetails>;
    if (typeof code !== 'string') return new KeyledgerProblem(status, 'UNREADABLE', null, {});
    const told = typeof detail === 'string' ? detail : null;
    return new KeyledgerProblem(status, code, told, {
      code,
      ...(told !== null && { detail: told }),
      ...rest,
    });
  }
}

/** No answer in time, or none at all. After a change that leaves open whether it was made. */
export class KeyledgerUnavailable extends Error {
  override readonly name = 'KeyledgerUnavailable';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
