/**
 * The newest position of the log that an answer to a write of this page named: reads ask for nothing older, so that
 * nobody misses what they have just done.
 */
let newest: bigint | null = null;

const decimalDigits = /^\d{1,19}$/;

export function rememberPosition(position: unknown): void {
  if (typeof position !== 'string' || !decimalDigits.test(position)) return;
  const value = BigInt(position);
  if (newest === null || value > newest) newest = value;
}

/** To be spread into the query of reads that take `minPosition`. */
export function freshness(): { readonly minPosition?: string } {
  return newest === null ? {} : { minPosition: String(newest) };
}
