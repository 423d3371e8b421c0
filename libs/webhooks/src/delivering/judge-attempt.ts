import type { SendOutcome } from '../sending/send-webhook.js';
import { retryAfterMs } from './retry-after.js';
import { retryDelayMs } from './retry-schedule.js';

/** What becomes of a delivery after an attempt. */
export type Judgement =
  | { readonly status: 'delivered' }
  | { readonly status: 'pending'; readonly dueAt: number }
  | {
      readonly status: 'dead';
      /** The endpoint said that nothing need ever be sent to it again. */
      readonly gone: boolean;
    };

const gone = 410;
/** Too many requests; not available for now. */
const statusesThatAskToWait: readonly number[] = [429, 503];

/** `attempts`: this one included. */
export function judgeAttempt(
  outcome: SendOutcome,
  { attempts, now, random }: { readonly attempts: number; readonly now: number; readonly random: number },
): Judgement {
  if (outcome.kind === 'answered') {
    if (outcome.status >= 200 && outcome.status < 300) return { status: 'delivered' };
    if (outcome.status === gone) return { status: 'dead', gone: true };
  }
  const delayMs = retryDelayMs(attempts, random, askedDelayMs(outcome, now));
  return delayMs === null ? { status: 'dead', gone: false } : { status: 'pending', dueAt: now + delayMs };
}

/** How long the endpoint asks to be left alone; 0: it does not, or not in words that mean something. */
function askedDelayMs(outcome: SendOutcome, now: number): number {
  if (outcome.kind !== 'answered' || !statusesThatAskToWait.includes(outcome.status)) return 0;
  return outcome.retryAfter === null ? 0 : retryAfterMs(outcome.retryAfter, now);
}

/** For people, in the log of deliveries; null: it arrived. */
export function errorOf(outcome: SendOutcome): string | null {
  if (outcome.kind === 'failed') return outcome.error;
  const { status } = outcome;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `Answered ${status}: redirects are not followed.`;
  return `Answered ${status}.`;
}
