import type { Code } from '@keyledger/domain';

const retryAfterSeconds = '1';

/** Headers that a status calls for: RFC 9110 section 10.2.3 (Retry-After) and RFC 6750 section 3 (WWW-Authenticate). */
export function headersOfCode(code: Code, status: number): Readonly<Record<string, string>> {
  if (status === 503) return { 'retry-after': retryAfterSeconds };
  if (code === 'MISSING_CREDENTIALS') return { 'www-authenticate': 'Bearer realm="keyledger"' };
  if (status === 401) return { 'www-authenticate': 'Bearer realm="keyledger", error="invalid_token"' };
  if (code === 'FORBIDDEN')
    return { 'www-authenticate': 'Bearer realm="keyledger", error="insufficient_scope"' };
  return {};
}
