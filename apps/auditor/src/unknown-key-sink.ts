import type { UnknownKeysEffect } from '@keyledger/read-models';

/** Where counts of unknown keys go, in the transaction that moves the offset: exactly once, as counts of requests. */
export interface UnknownKeySink {
  readonly write: UnknownKeysEffect;
}

export const UNKNOWN_KEY_SINK = Symbol('UNKNOWN_KEY_SINK');

/** For whom the metric is enough. */
export const forgetfulSink: UnknownKeySink = { write: async () => undefined };
