import type { Code } from '../codes.js';
import { type Refusal, refuse } from '../refusal.js';
import { holdsKey } from '../formats/find-keys.js';

export interface TextRule {
  /** What the text is, for people: `name`. */
  readonly what: string;
  readonly code: Code;
  /** Whether there has to be something to see in it. */
  readonly required: boolean;
  /** Unicode code points. */
  readonly lengthMax: number;
}

/**
 * Control characters, line and paragraph separators, lone surrogates (not well-formed Unicode), and the characters that
 * turn the direction of writing round, which make a line of an audit log read as another.
 */
const forbidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;
const visible = /[^\p{C}\p{Z}]/u;

/** The text as it is recorded: in Unicode normal form C, without white space around it. */
export function checkText(value: unknown, { what, code, required, lengthMax }: TextRule): string | Refusal {
  if (typeof value !== 'string') return refuse(code, `The ${what} is not a text.`);
  if (forbidden.test(value)) return refuse(code, `The ${what} contains control characters.`);
  // People paste the key that they write about; the log never forgets.
  if (holdsKey(value)) return refuse(code, `The ${what} contains the value of a key; leave it out.`);
  const text = value.normalize('NFC').trim();
  if (required && !visible.test(text)) return refuse(code, `The ${what} is empty.`);
  if (isLongerThan(text, lengthMax)) {
    return refuse(code, `The ${what} is longer than ${lengthMax} characters.`);
  }
  return text;
}

/** As `checkText`, for what may be left out: nothing given is null, and so is a text without content. */
export function checkOptionalText(value: unknown, rule: TextRule): string | null | Refusal {
  if (value === null || value === undefined) return null;
  const text = checkText(value, rule);
  return text === '' ? null : text;
}

function isLongerThan(text: string, codePointsMax: number): boolean {
  return text.length > 2 * codePointsMax || Array.from(text).length > codePointsMax;
}
