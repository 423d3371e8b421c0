export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare are the same on a single node. */
  readonly position: bigint;
  /** Where the next record begins. */
  readonly endPosition: bigint;
  readonly createdMs: number;
}
