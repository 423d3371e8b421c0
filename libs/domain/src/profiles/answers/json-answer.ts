import { codes } from '../../codes.js';
import type { Denial, ProfileAnswer } from '../profile-answer.js';

const retryAfterSeconds = '1';

/** The status that a denial has unless a profile says otherwise. */
export function statusOfDenial({ code }: Denial): number {
  // The table's status is for those who define scopes; who calls an unknown operation is just not permitted to.
  return code === 'UNKNOWN_OPERATION' ? 403 : codes[code].status;
}

/** `headers` go on top of what every answer has: the media type, and with 503 when to retry (RFC 9110 section 10.2.3). */
export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ProfileAnswer {
  const retry = status === 503 && { 'retry-after': retryAfterSeconds };
  return { status, headers: { 'content-type': 'application/json', ...retry, ...headers }, body };
}
