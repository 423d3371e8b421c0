/** XN-10: a key is to be rotated every 90 days. */
export const rotationDueAfterMs = 90 * 86_400_000;

/** What says whether a key is past the time to rotate it. */
export interface AgeingKey {
  /** Whether it can be used, or can be again once it is enabled. */
  readonly isLive: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Null: none takes over from it. */
  readonly successorId: string | null;
}

/** `now` in epoch milliseconds. A recommendation: it is shown and stands in no way. */
export function isRotationDue({ isLive, createdAt, successorId }: AgeingKey, now: number): boolean {
  return isLive && successorId === null && Date.parse(createdAt) + rotationDueAfterMs <= now;
}
