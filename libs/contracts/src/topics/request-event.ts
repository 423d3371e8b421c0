import type { Code } from '@keyledger/domain';

/** Data of the CloudEvent `keyledger.request.v1`: one verification of a known key. */
export interface RequestEvent {
  readonly keyId: string;
  readonly accountId: string;
  /** Operation that was asked about, or null. */
  readonly operation: string | null;
  /** The verdict. */
  readonly code: Code;
  readonly clientAddress: string | null;
  /** When it was decided, ISO 8601 UTC with milliseconds. */
  readonly time: string;
  /** Which verifier process decided; unique per process start. */
  readonly producer: string;
  /** Rises by one with each event of a producer: consumers drop what they have seen. */
  readonly sequence: number;
}
