import type { KeyContext } from '../key-context.js';
import type { Severity, Signal } from '../signal.js';

/** A key that is in use will soon be refused, and has no successor. */
export interface ExpiryNearPolicy {
  readonly nearMs: number;
  readonly severity: Severity;
}

const dayMs = 86_400_000;

export const expiryNearDefaults: ExpiryNearPolicy = { nearMs: 7 * dayMs, severity: 'warning' };

export function expiryNear(
  { accountId, keyId, expiresAtMs, ended, rotation }: KeyContext,
  { nearMs, severity }: ExpiryNearPolicy,
  now: number,
): Signal | null {
  if (ended !== null || rotation !== null || expiresAtMs === null || expiresAtMs - now > nearMs) return null;
  const time = new Date(now).toISOString();
  return {
    ...{ rule: 'expiry-near', accountId, keyId, time, severity },
    evidence: { expiresAt: new Date(expiresAtMs).toISOString() },
  };
}
