import type { SendOutcome } from '../sending/send-webhook.js';
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

/** `attempts`: this one included. */
export function judgeAttempt(
  outcome: SendOutcome,
  { attempts, now, random }: { readonly attempts: number; readonly now: number; readonly random: number },
): Judgement {
  if (outcome.kind === 'answered') {
    if (outcome.status >= 200 && outcome.status < 300) return { status: 'delivered' };
    if (outcome.status === gone) return { status: 'dead', gone: true };
  }
  const delayMs = retryDelayMs(attempts, random);
  return delayMs === null ? { status: 'dead', gone: false } : { status: 'pending', dueAt: now + delayMs };
}

/** For people, in the log of deliveries; null: it arrived. */
export function errorOf(outcome: SendOutcome): string | null {
  if (outcome.kind === 'failed') return outcome.error;
  const { status } = outcome;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `Answered ${status}: redirects are not followed.`;
  return `Answered ${status}.`;
}
