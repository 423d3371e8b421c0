import type { RequestEvent } from '@keyledger/contracts';

/** How far the clock of a verifier may be ahead of ours: machines whose clocks are kept are milliseconds apart. */
export const clockAheadMsMax = 5 * 60 * 1_000;

/**
 * A request cannot come from the future: the clock of who decided it had stepped. Taken at its word it would stay the
 * key's last use until that time has come, so it counts as of `now` (epoch milliseconds, the auditor's clock) instead.
 */
export function atBelievableTime(event: RequestEvent, now: number): RequestEvent {
  if (Date.parse(event.time) <= now + clockAheadMsMax) return event;
  return { ...event, time: new Date(now).toISOString() };
}
