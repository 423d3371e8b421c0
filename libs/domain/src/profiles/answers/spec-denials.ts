import type { Denial } from '../profile-answer.js';

/** Every code of a denial: the compiler sees to it that none is missing. */
const listed: Record<Denial['code'], true> = {
  MISSING_CREDENTIALS: true,
  INVALID_CREDENTIALS: true,
  MALFORMED_KEY: true,
  UNKNOWN_KEY: true,
  SECRET_REQUIRED: true,
  INVALID_SECRET: true,
  KEY_REVOKED: true,
  KEY_ROTATED: true,
  KEY_EXPIRED: true,
  KEY_DISABLED: true,
  API_ACCESS_DISABLED: true,
  ADDRESS_NOT_ALLOWED: true,
  INSUFFICIENT_SCOPE: true,
  UNKNOWN_OPERATION: true,
  RATE_LIMITED: true,
  QUOTA_EXCEEDED: true,
  STALE: true,
  NOT_READY: true,
  OVERLOADED: true,
  INTERNAL: true,
};

export const denialCodes = Object.keys(listed) as Denial['code'][];

export function denial(code: Denial['code'], more: Partial<Denial> = {}): Denial {
  return { code, detail: null, sufficient: null, ...more };
}
