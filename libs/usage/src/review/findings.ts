import { type Finding, findings } from '@keyledger/contracts';
import { type Environment, disuseAfterMs, everythingScope } from '@keyledger/domain';

const dayMs = 86_400_000;
/** Whoever creates a key needs some time to install it. */
export const installedAfterMs = dayMs;

export interface ReviewedKey {
  readonly createdAtMs: number;
  /** Null: never, as far as is known. */
  readonly lastUsedAtMs: number | null;
  readonly expiresAt: string | null;
  readonly environment: Environment | null;
  readonly scopes: readonly string[];
  /** As `isRotationDue` (XN-10). */
  readonly rotationDue: boolean;
}

/** What only the counts of its use can say of a key. */
export interface UseFindings {
  /** Whether a smaller set of scopes would have done. */
  readonly isOverScoped: boolean;
  /** Whether it came from where keys of the other side come from; see `isProductionSide`. */
  readonly isShared: boolean;
}

/** `now` in epoch milliseconds. */
export function findingsOn(key: ReviewedKey, use: UseFindings, now: number): readonly Finding[] {
  return findings.filter((finding) => tests[finding](key, now, use));
}

/** Whether a finding can be told without counts of use; then `isFoundWithoutUse` does. */
export function needsUse(finding: Finding): boolean {
  return finding === 'over-scoped' || finding === 'shared-across-environments';
}

/** As `findingsOn`, for a finding that needs no counts. */
export function isFoundWithoutUse(finding: Finding, key: ReviewedKey, now: number): boolean {
  return tests[finding](key, now, { isOverScoped: false, isShared: false });
}

/** So long that nobody misses the key when it goes. `now` in epoch milliseconds. */
export function isOutOfUse({ createdAtMs, lastUsedAtMs }: ReviewedKey, now: number): boolean {
  return now - (lastUsedAtMs ?? createdAtMs) >= disuseAfterMs;
}

/** Null: the key says nothing of where it belongs. */
export function isProductionSide(environment: Environment | null): boolean | null {
  return environment === null ? null : environment === 'production';
}

type FindingTest = (key: ReviewedKey, now: number, use: UseFindings) => boolean;

const tests: Readonly<Record<Finding, FindingTest>> = {
  'never-used': ({ lastUsedAtMs, createdAtMs }, now) =>
    lastUsedAtMs === null && now - createdAtMs >= installedAfterMs,
  idle: (key, now) => key.lastUsedAtMs !== null && isOutOfUse(key, now),
  'no-expiry': ({ expiresAt }) => expiresAt === null,
  'over-scoped': (_key, _now, { isOverScoped }) => isOverScoped,
  'rotation-due': ({ rotationDue }) => rotationDue,
  'shared-across-environments': (_key, _now, { isShared }) => isShared,
  'wildcard-in-production': ({ environment, scopes }) =>
    environment === 'production' && scopes.includes(everythingScope),
};
