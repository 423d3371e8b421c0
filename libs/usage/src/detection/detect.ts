import type { RequestEvent } from '@keyledger/contracts';
import type { KeyContext } from './key-context.js';
import type { KeyWatch } from './key-watch.js';
import type { DetectionPolicy } from './policy.js';
import { expiryNear } from './rules/expiry-near.js';
import type { Signal } from './signal.js';

export interface Detected {
  readonly watch: KeyWatch;
  readonly signals: readonly Signal[];
}

const endedCodes: readonly string[] = ['KEY_REVOKED', 'KEY_EXPIRED', 'KEY_ROTATED'];

/**
 * What these requests of one key show, given what was remembered of it. Repeats must have been dropped; order does not
 * matter within `latenessMsMax`. `now` in epoch milliseconds.
 */
export function detect(
  watch: KeyWatch,
  events: readonly RequestEvent[],
  context: KeyContext,
  policy: DetectionPolicy,
  now: number,
): Detected {
  const { ended, accountId, keyId } = context;
  const { graceMs, severity, leakedSeverity } = policy['ended-key-used'];
  const isLeaked = ended?.reason === 'leaked';
  const from = isLeaked ? ended.atMs : (ended?.atMs ?? now) + graceMs;
  const late = events.filter(({ code, time }) => endedCodes.includes(code) && Date.parse(time) >= from);
  const last = late.at(-1);
  if (last === undefined) return { watch, signals: [] };
  const evidence = { requests: late.length, code: last.code };
  const rule = 'ended-key-used';
  return {
    watch,
    signals: [
      {
        ...{ rule, accountId, keyId, time: last.time },
        severity: isLeaked ? leakedSeverity : severity,
        evidence,
      },
    ],
  };
}

/**
 * What has come with time alone (expiries, ends of rotations, quotas), to be asked now and then, every few minutes to
 * an hour, of every key that has not ended. `now` in epoch milliseconds.
 */
export function sweep(watch: KeyWatch, context: KeyContext, policy: DetectionPolicy, now: number): Detected {
  const signal = expiryNear(context, policy['expiry-near'], now);
  return { watch, signals: signal === null ? [] : [signal] };
}
