import { keyFragments } from '@keyledger/domain';

/** What stands in for a secret. */
const mask = '***';

/**
 * `user:password@` of a URL; the password ends at the last `@` before the path. The scheme is bounded, so that a long
 * word without any URL is not read again from each of its letters.
 */
const urlPasswordPattern = /([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"'\\]*):[^\s/"'\\]+@/gi;

/** RFC 9110 credentials, wherever a header line was quoted. */
const credentialsPattern = /\b(Bearer|Basic)\s+[A-Za-z0-9\-._~+/]{8,}=*/gi;

/** Secrets of webhooks, as Standard Webhooks has them. */
const webhookSecretPattern = /\bwhsec_[A-Za-z0-9+/]{16,}=*/g;

/** Takes keys, passwords in URLs and credentials out of any text: a message, a stack, a URL, a line of JSON. */
export function maskSecrets(text: string): string {
  return text
    .replace(keyFragments, `$1${mask}`)
    .replace(webhookSecretPattern, mask)
    .replace(urlPasswordPattern, `$1:${mask}@`)
    .replace(credentialsPattern, `$1 ${mask}`);
}

const secretFields = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'x-api-token',
  'x-keyledger-gateway',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'key',
  'value',
  'rootKey',
];

const jsonString = '"(?:[^"\\\\]|\\\\.)*"';

/** A field of one of these names, at any depth, holding a string or a list of strings. */
const secretFieldPattern = new RegExp(
  `("(?:${secretFields.join('|')})":)(?:${jsonString}|\\[${jsonString}(?:,${jsonString})*\\])`,
  'gi',
);

/** The same for a whole log record as JSON text, where fields are also known by name. */
export function maskRecord(json: string): string {
  return maskSecrets(json.replace(secretFieldPattern, `$1"${mask}"`));
}
