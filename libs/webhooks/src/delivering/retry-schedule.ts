const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** What Standard Webhooks 1.0 recommends and a day more: some three days in all. */
const delaysMs = [
  ...[5 * secondMs, 5 * minuteMs, 30 * minuteMs],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hourMs),
];

export const attemptsMax = delaysMs.length + 1;

/** Of a delay, so that what failed together does not come back together. */
const jitter = 0.2;

/** How long to wait after so many attempts that failed; null: there is none after it. `random` in [0, 1). */
export function retryDelayMs(attempts: number, random: number): number | null {
  const delayMs = delaysMs[attempts - 1];
  return delayMs === undefined ? null : Math.round(delayMs * (1 + jitter * (2 * random - 1)));
}
