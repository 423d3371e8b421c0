import type { Moment } from './freshness.js';

/** What a member of the fleet needs of the index that it speaks for. */
export interface MemberIndex {
  /** Everything up to here has been applied. */
  readonly asOf: bigint;
  /** Nothing that was proved so far counts any more: STALE until the next proof. */
  distrust(): void;
}

/**
 * How an index takes part in confirmed revocations: whoever waits for a change to arrive must know of every index that
 * gives verdicts. So nothing counts as a proof of freshness but what was asked of the log after the index had been
 * registered (docs/revocation.md has the argument).
 */
export interface Membership {
  /** Once everything is loaded, before the log is asked for the first time. Resolves when registered, or on abort. */
  join(index: MemberIndex, signal: AbortSignal): Promise<void>;
  /** Whether a question that was sent to the log at this moment may become a proof. */
  admits(sent: Moment): boolean;
  /** The index has applied more. Called often; must return at once. */
  applied(): void;
}

/** Of an index that nobody waits for. */
export const noMembership: Membership = {
  join: async () => undefined,
  admits: () => true,
  applied: () => undefined,
};
