export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const defaultBackoff: Backoff = { firstMs: 50, maxMs: 2_000 };

/** Doubles from `firstMs` to `maxMs`; `random` in [0, 1) takes off up to half, so that clients spread out. */
export function backoffMs(
  attempt: number,
  random: number,
  { firstMs, maxMs }: Backoff = defaultBackoff,
): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return ceiling * (1 - random / 2);
}
