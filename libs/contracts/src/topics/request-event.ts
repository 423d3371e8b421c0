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
  /** Of the client, at most `userAgentCharactersMax` characters; null: not known, or an event of an earlier version. */
  readonly userAgent: string | null;
  /** Name of the process that decided (`host:port`); null in events of an earlier version. */
  readonly verifier: string | null;
  /** When it was decided, ISO 8601 UTC with milliseconds. */
  readonly time: string;
  /** Which verifier process decided; unique per process start. */
  readonly producer: string;
  /** Rises by one with each event of a producer: consumers drop what they have seen. */
  readonly sequence: number;
}
