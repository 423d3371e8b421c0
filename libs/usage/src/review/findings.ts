import { type Finding, findings } from '@keyledger/contracts';
import { type Environment, everythingScope } from '@keyledger/domain';

const dayMs = 86_400_000;
/** XN-10. */
export const rotationDueAfterMs = 90 * dayMs;
/** A key that nobody used for so long is not missed when it goes. */
export const idleAfterMs = 30 * dayMs;
/** Whoever creates a key needs some time to install it. */
export const installedAfterMs = dayMs;

export interface ReviewedKey {
  readonly createdAtMs: number;
  /** Null: never, as far as is known. */
  readonly lastUsedAtMs: number | null;
  readonly expiresAt: string | null;
  readonly environment: Environment | null;
  readonly scopes: readonly string[];
  /** Whether a smaller set of scopes would have done. */
  readonly isOverScoped: boolean;
}

/** `now` in epoch milliseconds. */
export function findingsOn(key: ReviewedKey, now: number): readonly Finding[] {
  const ageMs = now - key.createdAtMs;
  const unusedMs = now - (key.lastUsedAtMs ?? key.createdAtMs);
  const isTrue: Readonly<Record<Finding, boolean>> = {
    'never-used': key.lastUsedAtMs === null && ageMs >= installedAfterMs,
    idle: key.lastUsedAtMs !== null && unusedMs >= idleAfterMs,
    'no-expiry': key.expiresAt === null,
    'over-scoped': key.isOverScoped,
    'rotation-due': ageMs >= rotationDueAfterMs,
    'wildcard-in-production': key.environment === 'production' && key.scopes.includes(everythingScope),
  };
  return findings.filter((finding) => isTrue[finding]);
}
