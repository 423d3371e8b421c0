import type { Finding } from '../finding.js';
import { dayMs, hourMs, isoOfMs } from '../hours.js';
import type { KeyContext } from '../key-context.js';
import type { Severity } from '../signal.js';

/** The old key of a rotation is still in use although the time in which both work is nearly over. */
export interface RotationNotDrainingPolicy {
  /** Of the overlap that is left when the old key should be out of use. */
  readonly leftShare: number;
  /** Nearer to the end than this it is `lastSeverity`. */
  readonly lastMs: number;
  /** An overlap without an end should be over by then. */
  readonly endlessMs: number;
  /** What was not accepted for so long is out of use; at most a tenth of the overlap. */
  readonly quietMs: number;
  readonly severity: Severity;
  readonly lastSeverity: Severity;
}

export const rotationNotDrainingDefaults: RotationNotDrainingPolicy = {
  leftShare: 0.25,
  lastMs: 6 * hourMs,
  endlessMs: 14 * dayMs,
  quietMs: dayMs,
  severity: 'warning',
  lastSeverity: 'critical',
};

const quietShareOfOverlap = 0.1;

/** `lastUsedMs`: of the old key, epoch milliseconds; null: never. */
export function rotationNotDraining(
  { rotation, ended }: KeyContext,
  policy: RotationNotDrainingPolicy,
  lastUsedMs: number | null,
  now: number,
): Finding | null {
  if (rotation === null || ended !== null || lastUsedMs === null) return null;
  const { successorId, startedAtMs, overlapEndsAtMs, successorLastUsedAtMs } = rotation;
  const endsAtMs = overlapEndsAtMs ?? startedAtMs + policy.endlessMs;
  const overlapMs = endsAtMs - startedAtMs;
  const leftMs = endsAtMs - now;
  const isOver = overlapEndsAtMs !== null && leftMs <= 0;
  if (isOver || leftMs > policy.leftShare * overlapMs) return null;
  if (
    lastUsedMs <= startedAtMs ||
    now - lastUsedMs > Math.min(policy.quietMs, quietShareOfOverlap * overlapMs)
  )
    return null;
  const isLast = overlapEndsAtMs !== null && leftMs <= policy.lastMs;
  return {
    severity: isLast ? policy.lastSeverity : policy.severity,
    evidence: {
      successorId,
      successorLastUsedAt: successorLastUsedAtMs === null ? 'never' : isoOfMs(successorLastUsedAtMs),
      overlapEndsAt: overlapEndsAtMs === null ? 'when drained' : isoOfMs(overlapEndsAtMs),
      lastUsedAt: isoOfMs(lastUsedMs),
    },
  };
}
