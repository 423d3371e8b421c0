import { setTimeout as delay } from 'node:timers/promises';

const firstPauseMs = 50;
const pauseMsMax = 2_000;
const doublingsMax = 30;

/** After the n-th failure in a row, from 0: doubles up to two seconds, less up to half, so that clients spread out. */
export function pauseMsAfter(failures: number, random: number): number {
  return Math.min(pauseMsMax, firstPauseMs * 2 ** Math.min(failures, doublingsMax)) * (1 - random / 2);
}

/** Resolves after `ms`, or at once when the signal aborts; never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
