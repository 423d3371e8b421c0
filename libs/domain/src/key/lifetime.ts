import type { Limits } from '../profiles/profile.js';
import { type Refusal, refuse } from '../refusal.js';
import { everythingScope } from '../scopes/scope.js';

const dayMs = 86_400_000;

/** What the limits of a profile are held against. */
export interface Lifetime {
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
  readonly expiresAt: string | null;
  readonly scopes: readonly string[];
}

/** Of a new key. Refused with EXPIRY_REQUIRED, LIFETIME_OUT_OF_RANGE or WILDCARD_LIFETIME_EXCEEDED (WX-7, WX-8). */
export function refuseLifetime(limits: Limits, key: Lifetime): Refusal | null {
  const { lifetimeMsMin } = limits;
  if (lifetimeMsMin !== null && lifetimeMsOf(key) < lifetimeMsMin) {
    return refuse('LIFETIME_OUT_OF_RANGE', `A key lives ${inWords(lifetimeMsMin)} at least.`);
  }
  return refuseLongLife(limits, key);
}

/**
 * Of a key that changes: to make its life shorter than any minimum takes something away, and is always allowed. Counted
 * from its creation, so that no number of extensions makes a key outlive the limit; rotation makes a new one.
 */
export function refuseLongLife(limits: Limits, key: Lifetime): Refusal | null {
  const { expiryRequired, lifetimeMsMax, everythingLifetimeMsMax } = limits;
  if (expiryRequired && key.expiresAt === null) {
    return refuse('EXPIRY_REQUIRED', 'Keys of this profile expire: say when.');
  }
  const lifetimeMs = lifetimeMsOf(key);
  if (lifetimeMsMax !== null && lifetimeMs > lifetimeMsMax) {
    return refuse('LIFETIME_OUT_OF_RANGE', `A key lives ${inWords(lifetimeMsMax)} at most.`);
  }
  const holdsEverything = key.scopes.includes(everythingScope);
  if (holdsEverything && everythingLifetimeMsMax !== null && lifetimeMs > everythingLifetimeMsMax) {
    return refuse(
      'WILDCARD_LIFETIME_EXCEEDED',
      `A key with ${everythingScope} lives ${inWords(everythingLifetimeMsMax)} at most, from its creation on.`,
    );
  }
  return null;
}

function lifetimeMsOf({ createdAtMs, expiresAt }: Lifetime): number {
  return expiresAt === null ? Infinity : Date.parse(expiresAt) - createdAtMs;
}

function inWords(periodMs: number): string {
  return periodMs < dayMs ? `${periodMs / 3_600_000} h` : `${periodMs / dayMs} days`;
}
