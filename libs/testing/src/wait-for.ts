import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** Generous by default: it is only spent when the test is going to fail. */
  readonly timeoutMs?: number;
  readonly pollMs?: number;
  /** Says in the error what was waited for. */
  readonly what?: string;
}

const timeoutMsDefault = 60_000;
const pollMsDefault = 20;

/** Asks until the answer is neither false, null nor undefined, and returns it. An error counts as "not yet". */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = timeoutMsDefault, pollMs = pollMsDefault, what = 'the condition' }: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  do {
    try {
      const answer = await condition();
      if (answer !== false && answer !== null && answer !== undefined) {
        return answer as Exclude<T, false | null | undefined>;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await delay(pollMs);
  } while (performance.now() < deadline);
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`, { cause: lastError });
}
