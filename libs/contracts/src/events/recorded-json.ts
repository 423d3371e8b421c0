/** JSON values and events as an event log carries them: the shapes of its port, which this library does not import. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonData = { readonly [key: string]: JsonValue };

/** What an event log takes. */
export interface EncodedEvent {
  /** UUID, lower case. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonData;
  readonly metadata: JsonData;
}

/** What an event log gives back. */
export interface StoredEvent extends EncodedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
}
