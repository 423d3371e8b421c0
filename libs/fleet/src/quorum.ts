import { type FleetRow, verifiersMax } from './fleet.js';

/**
 * `applied`: it has said so. `refusing`: it has no lease, and by now refuses whatever it may not have heard of.
 * `missing`: neither is known.
 */
export type MemberOutcome = 'applied' | 'refusing' | 'missing';

type Judged = Pick<FleetRow, 'kind' | 'state' | 'position' | 'stalenessMaxMs'>;

export interface WaitedFor {
  /** Since the change was known to be durable, up to when the register was asked. */
  readonly elapsedMs: number;
  /** False: a verifier that hears nothing may accept, however long it has. A local one never does. */
  readonly refusedWhenStale: boolean;
}

/** Clocks may run at rates that differ by 8 % (4 % off each), and timers are late. */
const clockRateRatio = 1.1;
const marginMs = 250;

/** From then on a verifier that has not heard of a change refuses: its last proof was asked for before the change. */
export function silentMsMax(stalenessMaxMs: number): number {
  return stalenessMaxMs * clockRateRatio + marginMs;
}

export function outcomeOf(
  { kind, state, position: applied, stalenessMaxMs }: Judged,
  position: bigint,
  { elapsedMs, refusedWhenStale }: WaitedFor,
): MemberOutcome {
  if (applied >= position) return 'applied';
  const refuses = kind === 'local' || refusedWhenStale;
  return refuses && state !== 'live' && elapsedMs >= silentMsMax(stalenessMaxMs) ? 'refusing' : 'missing';
}

/** Whether no verifier accepts any more what the change at this position forbids. */
export function isComplete(members: readonly Judged[], position: bigint, waited: WaitedFor): boolean {
  if (members.length > verifiersMax) return false; // there may be others
  return members.every((member) => outcomeOf(member, position, waited) !== 'missing');
}
