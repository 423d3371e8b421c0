import { type FleetRow, verifiersMax } from './fleet.js';

/**
 * `applied`: it has said so. `refusing`: it has no lease, and by now refuses whatever it may not have heard of.
 * `missing`: neither is known.
 */
export type MemberOutcome = 'applied' | 'refusing' | 'missing';

type Judged = Pick<FleetRow, 'state' | 'position' | 'stalenessMaxMs'>;

/** Clocks may run at rates that differ by 8 % (4 % off each), and timers are late. */
const clockRateRatio = 1.1;
const marginMs = 250;

/** From then on a verifier that has not heard of a change refuses: its last proof was asked for before the change. */
export function silentMsMax(stalenessMaxMs: number): number {
  return stalenessMaxMs * clockRateRatio + marginMs;
}

/** @param elapsedMs since the change was known to be durable; 0 where those that hear nothing may accept all the same */
export function outcomeOf(member: Judged, position: bigint, elapsedMs: number): MemberOutcome {
  if (member.position >= position) return 'applied';
  if (member.state !== 'live' && elapsedMs >= silentMsMax(member.stalenessMaxMs)) return 'refusing';
  return 'missing';
}

/** Whether no verifier accepts any more what the change at this position forbids. */
export function isComplete(members: readonly Judged[], position: bigint, elapsedMs: number): boolean {
  if (members.length > verifiersMax) return false; // there may be others
  return members.every((member) => outcomeOf(member, position, elapsedMs) !== 'missing');
}
