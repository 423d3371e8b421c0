import type { RequestEvent, UnknownKeysEvent } from '@keyledger/contracts';

/** How far the clock of a verifier may be ahead of ours: machines whose clocks are kept are milliseconds apart. */
export const clockAheadMsMax = 5 * 60 * 1_000;

/**
 * A request cannot come from the future: the clock of who decided it had stepped. Taken at its word it would stay the
 * key's last use until that time has come, so it counts as of `now` (epoch milliseconds, the auditor's clock) instead.
 * Made once for a batch: times of one format order as texts, which is all that is left to do for an event.
 */
export function believableTimes(now: number): (event: RequestEvent) => RequestEvent {
  const believable = believableTime(now);
  return (event) => {
    const time = believable(event.time);
    return time === event.time ? event : { ...event, time };
  };
}

/** The same for counts of unknown keys. */
export function believableSpans(now: number): (event: UnknownKeysEvent) => UnknownKeysEvent {
  const believable = believableTime(now);
  return (event) => ({
    ...event,
    firstTime: believable(event.firstTime),
    lastTime: believable(event.lastTime),
  });
}

function believableTime(now: number): (time: string) => string {
  const latest = new Date(now + clockAheadMsMax).toISOString();
  return (time) => (time <= latest ? time : new Date(now).toISOString());
}
