/** What is recorded with every event beside its facts. Never a secret. */
export interface EventMetadata {
  /** Schema version of `data`, from 1; older ones are brought up to date by an upcaster when read. */
  readonly version: number;
  /** Key id of the admin key that asked, or `system:<part>` for Keyledger itself. */
  readonly actor: string;
  readonly requestId: string;
  readonly correlationId: string;
  /** Event id or request id that led to this event. */
  readonly causationId: string;
  readonly clientAddress: string | null;
  readonly userAgent: string | null;
  /** When the command was received, ISO 8601 UTC with milliseconds. */
  readonly time: string;
}
