export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
export const hoursPerDay = 24;
export const hoursPerWeek = 7 * hoursPerDay;

/** Hours are counted from the epoch, in UTC. */
export function hourOfMs(epochMs: number): number {
  return Math.floor(epochMs / hourMs);
}

export function isoOfMs(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
