import type { KeyLimit } from '@keyledger/domain';
import { type CompiledLimit, compileLimit } from './compiled-limit.js';
import { type CounterState, stateAt } from './settle-claim.js';

/** How much of a quota is taken. Shares that verifiers hold count as taken: some seconds later they are spent or back. */
export interface QuotaUse {
  readonly name: string;
  /** Requests or credits. */
  readonly limit: number;
  readonly used: number;
  /** Epoch milliseconds; null: it is one period that never ends. */
  readonly periodStartedAtMs: number | null;
  readonly periodEndsAtMs: number | null;
}

/** What is there again sooner is a rate: it is refused and admitted again before anybody could look at it. */
const quotaPeriodMsMin = 24 * 60 * 60 * 1_000;

/** A limit that somebody may want to know is nearly spent; null: it is a rate. */
export function compileQuota(limit: KeyLimit): CompiledLimit | null {
  const compiled = compileLimit(limit);
  const isQuota = limit.kind !== 'sliding' && (compiled.slotMs ?? Infinity) >= quotaPeriodMsMin;
  return isQuota ? compiled : null;
}

/** `state`: of its counter; null: nobody has taken anything. `nowMs` in epoch milliseconds. */
export function quotaUse(quota: CompiledLimit, state: CounterState | null, nowMs: number): QuotaUse {
  const { slot, taken } = stateAt(state, quota, nowMs);
  const { name, capacity: limit, slotMs } = quota;
  const used = taken.reduce((total, count) => total + count, 0);
  if (slotMs === null) return { name, limit, used, periodStartedAtMs: null, periodEndsAtMs: null };
  return { name, limit, used, periodStartedAtMs: slot * slotMs, periodEndsAtMs: (slot + 1) * slotMs };
}
