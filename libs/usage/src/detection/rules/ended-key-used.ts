import type { Finding, HourOfKey } from '../finding.js';
import { isoOfMs, minuteMs } from '../hours.js';
import type { Severity } from '../signal.js';

/** A revoked, expired or rotated key is still presented (XN-9). */
export interface EndedKeyUsedPolicy {
  /** Requests under way, and caches of others, still bring an ended key; for a leaked one there is no such time. */
  readonly graceMs: number;
  readonly severity: Severity;
  /** Of a key that was revoked because it leaked. */
  readonly leakedSeverity: Severity;
}

export const endedKeyUsedDefaults: EndedKeyUsedPolicy = {
  graceMs: 15 * minuteMs,
  severity: 'warning',
  leakedSeverity: 'critical',
};

export function endedKeyUsed(
  { hour, context: { ended } }: HourOfKey,
  { graceMs, severity, leakedSeverity }: EndedKeyUsedPolicy,
): Finding | null {
  // Who decided may know of the end before the caller does; then the next batch or sweep says so.
  if (ended === null || hour.ended === 0) return null;
  const hasLeaked = ended.reason === 'leaked';
  if (hour.lastEndedMs < ended.atMs + (hasLeaked ? 0 : graceMs)) return null;
  return {
    severity: hasLeaked ? leakedSeverity : severity,
    evidence: {
      requests: hour.ended,
      ended: ended.how,
      endedAt: isoOfMs(ended.atMs),
      lastTime: isoOfMs(hour.lastEndedMs),
    },
  };
}
