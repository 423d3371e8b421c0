import type { RuleId } from '@keyledger/usage';

export const strengths = ['weak', 'middling', 'strong'] as const;
export type Strength = (typeof strengths)[number];

/** Something that was put in and should be seen. Hours count from the epoch, `to` is excluded. */
export interface Incident {
  readonly rule: RuleId;
  readonly strength: Strength;
  readonly from: number;
  readonly to: number;
  /** Rules that are right to speak of it too: an attacker from elsewhere who makes a burst is both. */
  readonly shows: readonly RuleId[];
}
