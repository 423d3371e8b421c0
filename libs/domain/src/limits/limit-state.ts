/** What is left of one limit of a key, as far as whoever tells it knows. */
export interface LimitState {
  readonly name: string;
  /** Requests in a window, or credits. */
  readonly limit: number;
  /** Of the window, or between refills; null: neither. */
  readonly windowSeconds: number | null;
  readonly remaining: number;
  /** Until there is more; null: there will not be, or it is not known. */
  readonly resetSeconds: number | null;
}
