import type { Code } from './codes.js';

/** A business "no": a value, never an exception (style rule 7). Nothing was recorded. */
export interface Refusal {
  readonly refused: true;
  readonly code: Code;
  /** One sentence for people; names the offending input, never a secret. */
  readonly detail: string;
}

export function refuse(code: Code, detail: string): Refusal {
  return { refused: true, code, detail };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;
}
