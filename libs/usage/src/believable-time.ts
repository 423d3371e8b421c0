import type { RequestEvent } from '@keyledger/contracts';

/** How far the clock of a verifier may be ahead of ours: machines whose clocks are kept are milliseconds apart. */
export const clockAheadMsMax = 5 * 60 * 1_000;

/**
 * A request cannot come from the future: the clock of who decided it had stepped. Taken at its word it would stay the
 * key's last use until that time has come, so it counts as of `now` (epoch milliseconds, the auditor's clock) instead.
 * Made once for a batch: times of one format order as texts, which is all that is left to do for an event.
 */
export function believableTimes(now: number): (event: RequestEvent) => RequestEvent {
  const latest = new Date(now + clockAheadMsMax).toISOString();
  return (event) => (event.time <= latest ? event : { ...event, time: new Date(now).toISOString() });
}
