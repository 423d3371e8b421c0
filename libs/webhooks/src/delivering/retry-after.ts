const delaySeconds = /^\d{1,15}$/;
/** IMF-fixdate, which is what servers send; the older forms of RFC 9110 section 5.6.7 are read as nothing. */
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds that a `Retry-After` asks to wait (RFC 9110 section 10.2.3); 0 where it is past, or says nothing that is understood. */
export function retryAfterMs(header: string, now: number): number {
  const text = header.trim();
  if (delaySeconds.test(text)) return Number(text) * 1_000;
  const until = httpDate.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(until) ? 0 : Math.max(0, until - now);
}
