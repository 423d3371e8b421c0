import type { Code } from '@keyledger/domain';
import { z } from 'zod';

/** No control characters (Cc). Spelt as ranges for the document: not every client's regular expressions know `\p`. */
const textPattern = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$';
/** Nor lone surrogates (Cs), which no well-formed JSON holds. */
const cleanText = /^[^\p{Cc}\p{Cs}]*$/u;

interface TextRule {
  readonly lengthMin: number;
  /** In code points, as JSON Schema counts. */
  readonly lengthMax: number;
  /** The code a text that breaks the rule is refused with. */
  readonly code: Code;
  /** One sentence for people; never the text itself. */
  readonly message: string;
}

/** A text with its rule; a failure carries the rule's code (see `issueCode`). */
export function text({ lengthMin, lengthMax, code, message }: TextRule): z.ZodType<string, string> {
  return z
    .string()
    .refine((value) => fits(value, lengthMin, lengthMax), { error: message, params: { code } })
    .meta({ minLength: lengthMin, maxLength: lengthMax, pattern: textPattern });
}

function fits(value: string, lengthMin: number, lengthMax: number): boolean {
  if (value.length > lengthMax * 2) return false; // a code point is two UTF-16 units at most
  const length = Array.from(value).length;
  return length >= lengthMin && length <= lengthMax && cleanText.test(value);
}

/** The code that a schema issue carries when its rule has one of its own. */
export function issueCode(issue: object): Code | null {
  const params = 'params' in issue ? issue.params : null;
  if (typeof params !== 'object' || params === null || !('code' in params)) return null;
  return params.code as Code;
}

export const nameMaxLength = 100;
export const descriptionMaxLength = 1_000;
export const tagMaxLength = 50;
export const ownerMaxLength = 200;
export const commentMaxLength = 1_000;

export const nameText = text({
  lengthMin: 1,
  lengthMax: nameMaxLength,
  code: 'INVALID_NAME',
  message: `1 to ${nameMaxLength} characters, without control characters`,
});

export const descriptionText = text({
  lengthMin: 0,
  lengthMax: descriptionMaxLength,
  code: 'INVALID_DESCRIPTION',
  message: `at most ${descriptionMaxLength} characters, without control characters`,
});

export const tagText = text({
  lengthMin: 1,
  lengthMax: tagMaxLength,
  code: 'INVALID_TAG',
  message: `1 to ${tagMaxLength} characters, without control characters`,
});

export const ownerText = text({
  lengthMin: 1,
  lengthMax: ownerMaxLength,
  code: 'INVALID_OWNER',
  message: `1 to ${ownerMaxLength} characters, without control characters`,
});

export const commentText = text({
  lengthMin: 0,
  lengthMax: commentMaxLength,
  code: 'INVALID_COMMENT',
  message: `at most ${commentMaxLength} characters, without control characters`,
});
