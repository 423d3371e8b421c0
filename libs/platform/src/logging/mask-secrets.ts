/**
 * What stands in for a secret. A masked key keeps its prefix and the first characters of its body, as far as the
 * product itself shows them.
 */
const mask = '***';

/** Percent-encoding leaves base62 alone and may touch the underscore only. */
const keyPattern = /(kl(?:_|%5F)(?:live|test)(?:_|%5F)[0-9A-Za-z]{0,4})[0-9A-Za-z]*/gi;

/** `user:password@` of a URL; the password ends at the last `@` before the path. */
const urlPasswordPattern = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"'\\]*):[^\s/"'\\]+@/gi;

/** RFC 9110 credentials, wherever a header line was quoted. */
const credentialsPattern = /\b(Bearer|Basic)\s+[A-Za-z0-9\-._~+/]{8,}=*/gi;

/** Takes keys, passwords in URLs and credentials out of any text: a message, a stack, a URL, a whole line of JSON. */
export function maskSecrets(text: string): string {
  return text
    .replace(keyPattern, `$1${mask}`)
    .replace(urlPasswordPattern, `$1:${mask}@`)
    .replace(credentialsPattern, `$1 ${mask}`);
}
