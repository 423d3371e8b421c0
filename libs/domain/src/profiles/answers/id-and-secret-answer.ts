import type { AnswerTo, Denial, ProfileAnswer } from '../profile-answer.js';
import { denialText } from './denial-text.js';
import { jsonAnswer } from './json-answer.js';

type Entry = readonly [status: number, errorCode: string];

const invalidKey: Entry = [401, 'INVALID_API_KEY'];
const unavailable: Entry = [503, 'SERVICE_UNAVAILABLE'];

/** XD-2, and what it is silent on: expiry, permissions and outages. */
const entries: Record<Denial['code'], Entry> = {
  MISSING_CREDENTIALS: [400, 'MISSING_API_KEY'],
  INVALID_CREDENTIALS: invalidKey,
  MALFORMED_KEY: invalidKey,
  UNKNOWN_KEY: invalidKey,
  SECRET_REQUIRED: [401, 'SECRET_REQUIRED'],
  INVALID_SECRET: [401, 'INVALID_SECRET'],
  KEY_REVOKED: invalidKey,
  KEY_ROTATED: invalidKey,
  KEY_EXPIRED: invalidKey,
  KEY_DISABLED: [401, 'API_KEY_DISABLED'],
  API_ACCESS_DISABLED: [401, 'COMPANY_API_DISABLED'],
  ADDRESS_NOT_ALLOWED: [403, 'IP_NOT_AUTHORIZED'],
  INSUFFICIENT_SCOPE: [403, 'INSUFFICIENT_PERMISSIONS'],
  UNKNOWN_OPERATION: [403, 'INSUFFICIENT_PERMISSIONS'],
  RATE_LIMITED: [429, 'RATE_LIMIT_EXCEEDED'],
  QUOTA_EXCEEDED: [429, 'QUOTA_EXCEEDED'],
  STALE: unavailable,
  NOT_READY: unavailable,
  OVERLOADED: unavailable,
  INTERNAL: [500, 'INTERNAL_ERROR'],
};

/** A key that is over is deleted there, and a deleted key is one that never was: word for word the same answer. */
const gone: ReadonlySet<Denial['code']> = new Set(['MALFORMED_KEY', 'KEY_REVOKED', 'KEY_ROTATED']);

/** `{"Code","Message"}` with the codes and statuses of XD-2. */
export const answerAsIdAndSecret: AnswerTo = (denial): ProfileAnswer => {
  const [status, Code] = entries[denial.code];
  return jsonAnswer(status, { Code, Message: messageOf(denial) });
};

function messageOf(denial: Denial): string {
  const { code, sufficient } = denial;
  if (code === 'MISSING_CREDENTIALS') return 'There is no header X-Api-Key: KeyId.Secret.';
  if (code === 'INSUFFICIENT_SCOPE' && sufficient !== null) return `This needs the permission ${sufficient}.`;
  return denialText(gone.has(code) ? { ...denial, code: 'UNKNOWN_KEY' } : denial);
}
