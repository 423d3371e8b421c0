const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** What Standard Webhooks 1.0 recommends and a day more: some three days in all. */
const delaysMs = [
  ...[5 * secondMs, 5 * minuteMs, 30 * minuteMs],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hourMs),
];

/** However long an endpoint asks to be left alone. */
const askedDelayMsMax = Math.max(...delaysMs);

export const attemptsMax = delaysMs.length + 1;

/** Of a delay, so that what failed together does not come back together. */
const jitter = 0.2;

/**
 * How long to wait after so many attempts that failed; null: there is none after it. Never less than the schedule says, so that an
 * endpoint that asks for a second does not use the attempts up; longer where it asks for that, up to the schedule's longest wait.
 *
 * @param random in [0, 1)
 * @param askedMs how long the endpoint asked to be left alone; 0: it did not
 */
export function retryDelayMs(attempts: number, random: number, askedMs: number): number | null {
  const delayMs = delaysMs[attempts - 1];
  if (delayMs === undefined) return null;
  const scheduledMs = delayMs * (1 + jitter * (2 * random - 1));
  const grantedMs = Math.min(askedMs, askedDelayMsMax) * (1 + jitter * random); // not earlier than was asked
  return Math.round(Math.max(scheduledMs, grantedMs));
}
