/**
 * Sources of RegExps for the characters of key values that are not base62, as they are written in plain text and in
 * URLs: percent-encoding leaves base62 alone, may touch these, and may have been applied up to three times.
 */
export const underscore = orEncoded('_', '5F');
export const hyphen = orEncoded('-', '2D');
export const dot = orEncoded('\\.', '2E');

function orEncoded(character: string, hexadecimal: string): string {
  return `(?:${character}|%(?:25){0,2}${hexadecimal})`;
}
