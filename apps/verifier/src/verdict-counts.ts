import type { Denial } from '@keyledger/domain';
import type { VerdictCode } from '@keyledger/verification';

/** A verdict, or why a gateway's question did not come to one. */
type CountedCode = VerdictCode | Denial['code'];

/** Verdicts and refusals given so far, by code: a plain increment on the request path, read when metrics are asked for. */
export class VerdictCounts {
  readonly byCode: Readonly<Record<CountedCode, number>>;
  private readonly counts: Record<CountedCode, number> = {
    VALID: 0,
    MALFORMED_KEY: 0,
    UNKNOWN_KEY: 0,
    SECRET_REQUIRED: 0,
    INVALID_SECRET: 0,
    KEY_REVOKED: 0,
    KEY_ROTATED: 0,
    KEY_EXPIRED: 0,
    KEY_DISABLED: 0,
    API_ACCESS_DISABLED: 0,
    ADDRESS_NOT_ALLOWED: 0,
    INSUFFICIENT_SCOPE: 0,
    RATE_LIMITED: 0,
    QUOTA_EXCEEDED: 0,
    STALE: 0,
    MISSING_CREDENTIALS: 0,
    INVALID_CREDENTIALS: 0,
    UNKNOWN_OPERATION: 0,
    NOT_READY: 0,
    OVERLOADED: 0,
    INTERNAL: 0,
  };

  constructor() {
    this.byCode = this.counts;
  }

  count(code: CountedCode): void {
    this.counts[code] += 1;
  }
}
