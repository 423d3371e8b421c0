/** An answer is held no longer than this, whatever is preferred. */
export const waitSecondsMax = 60;

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const word = `(?:${token}|"(?:[^"\\\\]|\\\\.)*")`;
/** One preference with its parameters, RFC 7240 section 2. */
const preference = new RegExp(
  `^(${token})(?:[ \\t]*=[ \\t]*(${word}))?(?:[ \\t]*;[ \\t]*(?:${token}(?:[ \\t]*=[ \\t]*${word})?)?)*$`,
);
/** Commas in quoted strings do not end it. */
const listMember = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
const delaySeconds = /^\d{1,9}$/;
const headerLengthMax = 1_000;

/**
 * For how long an answer may be held, in whole seconds: the preference `wait` of RFC 7240, section 4.3. Null: none is stated,
 * or none that can be understood, which that RFC has ignored. Of several, the first counts.
 */
export function preferredWait(header: string | readonly string[] | undefined): number | null {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  if (text.length > headerLengthMax) return null;
  for (const [part] of text.matchAll(listMember)) {
    const [, name, value = ''] = preference.exec(part.trim()) ?? [];
    if (name?.toLowerCase() !== 'wait') continue;
    const seconds = value.startsWith('"') ? value.slice(1, -1) : value;
    return delaySeconds.test(seconds) ? Math.min(Number(seconds), waitSecondsMax) : null;
  }
  return null;
}
