import type { Denial } from '../profile-answer.js';

/** For the client's developer, in words that fit every profile. MISSING_CREDENTIALS is for each profile to put. */
const texts: Record<Denial['code'], string> = {
  MISSING_CREDENTIALS: 'The request carries no API key.',
  INVALID_CREDENTIALS: 'The header that should carry the API key does not have the documented form.',
  MALFORMED_KEY: 'The API key is not complete or has a typing error.',
  UNKNOWN_KEY: 'There is no such API key.',
  SECRET_REQUIRED: 'The secret is missing: send KeyId.Secret.',
  INVALID_SECRET: 'The secret is wrong.',
  KEY_REVOKED: 'The API key has been revoked.',
  KEY_ROTATED: 'The API key has been replaced by another, which is to be used instead.',
  KEY_EXPIRED: 'The API key has expired.',
  KEY_DISABLED: 'The API key is disabled.',
  API_ACCESS_DISABLED: 'API access is disabled for the whole account.',
  ADDRESS_NOT_ALLOWED: 'The API key may not be used from this IP address.',
  INSUFFICIENT_SCOPE: 'The API key does not have the permission for this request.',
  UNKNOWN_OPERATION: 'The request stands for no operation that API keys can be permitted.',
  RATE_LIMITED: 'The API key has made as many requests as it may for now; retry later.',
  QUOTA_EXCEEDED: 'The API key has used up its quota.',
  STALE: 'The API key cannot be checked at the moment; retry.',
  NOT_READY: 'The API key cannot be checked at the moment; retry.',
  OVERLOADED: 'The API key cannot be checked at the moment; retry.',
  INTERNAL: 'An internal error occurred.',
};

/** One sentence on a denial. Only what is wrong with a header is told from case to case. */
export function denialText({ code, detail }: Denial): string {
  return code === 'INVALID_CREDENTIALS' && detail !== null ? detail : texts[code];
}
