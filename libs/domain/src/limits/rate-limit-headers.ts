import type { LimitState } from './limit-state.js';

/**
 * `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10: lists of structured fields (RFC 9651), an
 * item for each limit with its name. Names in lower case; none where there is no limit.
 */
export function rateLimitHeaders(states: readonly LimitState[]): Readonly<Record<string, string>> {
  if (states.length === 0) return {};
  return {
    'ratelimit-policy': states.map(policyOf).join(', '),
    ratelimit: states.map(stateOf).join(', '),
  };
}

/** The same for a request that is refused, with `Retry-After` (RFC 9110 section 10.2.3) where trying again may help. */
export function refusedByLimitHeaders(states: readonly LimitState[]): Readonly<Record<string, string>> {
  const waits = states.filter(({ remaining }) => remaining === 0).map(({ resetSeconds }) => resetSeconds);
  const seconds = waits.includes(null) || waits.length === 0 ? null : Math.max(...waits.map(Number));
  return { ...rateLimitHeaders(states), ...(seconds !== null && { 'retry-after': seconds.toString() }) };
}

function policyOf({ name, limit, windowSeconds }: LimitState): string {
  return `"${name}";q=${limit}${windowSeconds === null ? '' : `;w=${windowSeconds}`}`;
}

function stateOf({ name, remaining, resetSeconds }: LimitState): string {
  return `"${name}";r=${remaining}${resetSeconds === null ? '' : `;t=${resetSeconds}`}`;
}
