import { ProblemError, basicCredential, bearerCredential, choosesBasic, problem } from '@keyledger/platform';
import type { CallingRequest, PresentedKey } from './caller-authentication.js';

/** How a client of OAuth shows who it is. */
export type AuthenticationScheme = 'Basic' | 'Bearer';

export function schemeOf({ raw }: Pick<CallingRequest, 'raw'>): AuthenticationScheme {
  return choosesBasic(raw) ? 'Basic' : 'Bearer';
}

/**
 * The service key of the caller: as Bearer, or as the secret of a client whose id is the key's (RFC 6749 section 2.3.1).
 *
 * @throws ProblemError with MISSING_CREDENTIALS or INVALID_CREDENTIALS
 */
export function presentedKey({ raw }: Pick<CallingRequest, 'raw'>): PresentedKey {
  if (schemeOf({ raw }) === 'Basic') {
    const credential = basicCredential(raw);
    if (credential.outcome === 'given') return { value: credential.password, keyId: credential.user };
    throw refused(credential);
  }
  const credential = bearerCredential(raw);
  if (credential.outcome === 'given') return { value: credential.value, keyId: null };
  throw refused(credential);
}

function refused(
  reading: { readonly outcome: 'missing' } | { readonly outcome: 'malformed'; readonly detail: string },
): ProblemError {
  if (reading.outcome === 'missing') return new ProblemError(problem('MISSING_CREDENTIALS'));
  return new ProblemError(problem('INVALID_CREDENTIALS', reading.detail));
}
