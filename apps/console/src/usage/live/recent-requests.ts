/** A request as the stream of live activity tells it. */
export interface LiveRequest {
  readonly keyId: string;
  readonly time: string;
  readonly operation: string | null;
  readonly code: string;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
  readonly verifier: string | null;
}

/** One that is shown, with a number of its own: requests have nothing that tells them apart. */
export interface ShownRequest extends LiveRequest {
  readonly number: number;
}

export const shownMax = 50;

/** The newest requests first. */
export function withRequests(
  shown: readonly ShownRequest[],
  arrived: readonly LiveRequest[],
): readonly ShownRequest[] {
  const first = (shown[0]?.number ?? -1) + 1;
  const numbered = arrived.map((request, index) => ({ ...request, number: first + index }));
  return [...numbered.reverse(), ...shown].slice(0, shownMax);
}
