import { hoursPerDay } from './hours.js';

/** Hours that were far above their expectation, oldest first. Plain JSON. */
export type Surges = readonly (readonly [hour: number, requests: number])[];

const surgesMax = 12;

export function withSurge(surges: Surges, hour: number, requests: number): Surges {
  return [...surges, [hour, requests] as const].slice(-surgesMax);
}

/** The largest surge one to four weeks, or 27 to 32 days before, within two hours of this hour of the day; 0: none. */
export function surgeBefore(surges: Surges, hour: number): number {
  let largest = 0;
  for (const [surgeHour, requests] of surges) {
    const distance = hour - surgeHour;
    const days = Math.round(distance / hoursPerDay);
    const isDue = (days >= 27 && days <= 32) || days === 7 || days === 14 || days === 21;
    if (isDue && Math.abs(distance - days * hoursPerDay) <= 2) largest = Math.max(largest, requests);
  }
  return largest;
}
