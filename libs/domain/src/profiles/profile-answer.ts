import type { Code } from '../codes.js';

/** Every reason for which a request that came through a gateway may not pass. */
export const denialCodes = [
  'MISSING_CREDENTIALS',
  'INVALID_CREDENTIALS',
  'MALFORMED_KEY',
  'UNKNOWN_KEY',
  'SECRET_REQUIRED',
  'INVALID_SECRET',
  'KEY_REVOKED',
  'KEY_ROTATED',
  'KEY_EXPIRED',
  'KEY_DISABLED',
  'API_ACCESS_DISABLED',
  'ADDRESS_NOT_ALLOWED',
  'INSUFFICIENT_SCOPE',
  'UNKNOWN_OPERATION',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'STALE',
  'NOT_READY',
  'OVERLOADED',
  'INTERNAL',
] as const satisfies readonly Code[];

/** Why a request that came through a gateway may not pass. */
export interface Denial {
  readonly code: (typeof denialCodes)[number];
  /** What is wrong with the header, where that is what is wrong; never any of its content. */
  readonly detail: string | null;
  /** With INSUFFICIENT_SCOPE: the least permission that would have sufficed, in the profile's words (XN-6). */
  readonly sufficient: string | null;
}

/** A whole answer. Nothing in it tells an unknown key from one of another account. */
export interface ProfileAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent as JSON. */
  readonly body: unknown;
}

export type AnswerTo = (denial: Denial) => ProfileAnswer;
