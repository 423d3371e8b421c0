import type { Denial } from '../profile-answer.js';
import { statusOfDenial } from './json-answer.js';

const challenge = 'Bearer realm="keyledger"';

/** RFC 6750 section 3: what the attribute `scope` may hold. */
const scopeText = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * `WWW-Authenticate` as RFC 6750 section 3.1 has it: no error where no key was sent, `invalid_token` where it does not
 * do, `insufficient_scope` where it does not permit the request. Answers that are no matter of the key have none.
 */
export function bearerChallenge(denial: Denial): Readonly<Record<string, string>> {
  if (denial.code === 'MISSING_CREDENTIALS') return { 'www-authenticate': challenge };
  if (statusOfDenial(denial) === 401) return { 'www-authenticate': `${challenge}, error="invalid_token"` };
  if (denial.code !== 'INSUFFICIENT_SCOPE') return {};
  const { sufficient } = denial;
  const scope = sufficient !== null && scopeText.test(sufficient) ? `, scope="${sufficient}"` : '';
  return { 'www-authenticate': `${challenge}, error="insufficient_scope"${scope}` };
}
