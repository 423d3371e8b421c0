import type { Finding } from '../finding.js';
import { dayMs, hourMs, isoOfMs } from '../hours.js';
import type { KeyContext } from '../key-context.js';
import type { Severity } from '../signal.js';

/** A key that is in use will soon be refused, and no other has taken over. */
export interface ExpiryNearPolicy {
  readonly nearMs: number;
  /** From here on it is `lastSeverity`. */
  readonly lastMs: number;
  /** Keys that live shorter are meant to end; others are told of in their last fifth at most. */
  readonly lifetimeMsMin: number;
  /** What was not accepted for so long is not in use. */
  readonly unusedMs: number;
  readonly severity: Severity;
  readonly lastSeverity: Severity;
}

export const expiryNearDefaults: ExpiryNearPolicy = {
  nearMs: 7 * dayMs,
  lastMs: dayMs,
  lifetimeMsMin: 7 * dayMs,
  unusedMs: 3 * dayMs,
  severity: 'warning',
  lastSeverity: 'critical',
};

const lastShareOfLife = 0.2;

/** `lastUsedMs`: epoch milliseconds; null: never. */
export function expiryNear(
  { createdAtMs, expiresAtMs, ended, rotation }: KeyContext,
  policy: ExpiryNearPolicy,
  lastUsedMs: number | null,
  now: number,
): Finding | null {
  if (ended !== null || rotation !== null || expiresAtMs === null || lastUsedMs === null) return null;
  const leftMs = expiresAtMs - now;
  const lifetimeMs = expiresAtMs - createdAtMs;
  if (leftMs <= 0 || lifetimeMs < policy.lifetimeMsMin) return null;
  if (leftMs > Math.min(policy.nearMs, lastShareOfLife * lifetimeMs)) return null;
  if (now - lastUsedMs > policy.unusedMs) return null;
  return {
    severity: leftMs <= policy.lastMs ? policy.lastSeverity : policy.severity,
    evidence: {
      expiresAt: isoOfMs(expiresAtMs),
      hoursLeft: Math.floor(leftMs / hourMs),
      lastUsedAt: isoOfMs(lastUsedMs),
    },
  };
}
