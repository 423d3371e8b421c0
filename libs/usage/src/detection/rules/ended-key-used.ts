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
  graceMs: 15 * 60_000,
  severity: 'warning',
  leakedSeverity: 'critical',
};
