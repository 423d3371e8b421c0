import type { BatchEffect, UnknownKeysEffect } from '@keyledger/read-models';

/** What follows from messages beside counts, in the transaction that moves the offset: exactly once, as the counts. */
export interface RequestEffects {
  readonly ofRequests: readonly BatchEffect[];
  readonly ofUnknownKeys: UnknownKeysEffect;
}

export const REQUEST_EFFECTS = Symbol('RequestEffects');
