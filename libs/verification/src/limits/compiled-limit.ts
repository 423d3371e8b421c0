import { type Code, type KeyLimit, fixedDurationMsOf } from '@keyledger/domain';

/** Why a key that may do what was asked may not do it now. */
export type RefusalByLimit = Extract<Code, 'RATE_LIMITED' | 'QUOTA_EXCEEDED'>;

/**
 * A limit as counters know it. What is taken is counted by slots of equal length: a fixed window is one slot; a sliding
 * one is ten, and counted with the one before them, so that any period of its length lies within what is counted;
 * credits are one slot, of which something is forgiven when the next begins.
 */
export interface CompiledLimit {
  readonly name: string;
  /** Tells the counters of a key apart. One that keeps name, kind and periods keeps its counter. */
  readonly counter: string;
  /** Requests or credits. */
  readonly capacity: number;
  /** Milliseconds; null: the one slot never ends. */
  readonly slotMs: number | null;
  /** How many slots count, the one that time is in included. */
  readonly slots: number;
  /** Credits that come back with each slot; null: slots count in full until they are past. */
  readonly refill: number | null;
  /** Of the window, or between refills; null: neither. */
  readonly windowSeconds: number | null;
  readonly refusal: RefusalByLimit;
}

/** A finer division would let requests be forgotten sooner after their time, and have verifiers ask for shares more often. */
const slotsPerWindow = 10;

/** Throws where the limit is not one that the domain has checked. */
export function compileLimit(limit: KeyLimit): CompiledLimit {
  const { name, kind } = limit;
  if (kind === 'credits') {
    const { credits, refill } = limit;
    const everyMs = refill === null ? null : periodMsOf(refill.every);
    return {
      ...{ name, counter: `${name}/credits/${everyMs ?? 'once'}`, capacity: credits },
      ...{ slotMs: everyMs, slots: 1, refill: refill?.amount ?? 0 },
      windowSeconds: everyMs === null ? null : everyMs / 1_000,
      refusal: 'QUOTA_EXCEEDED',
    };
  }
  const windowMs = periodMsOf(limit.window);
  const isFixed = kind === 'fixed';
  return {
    ...{ name, counter: `${name}/${kind}/${windowMs}`, capacity: limit.requests },
    ...{ slotMs: isFixed ? windowMs : windowMs / slotsPerWindow, slots: isFixed ? 1 : slotsPerWindow + 1 },
    ...{ refill: null, windowSeconds: windowMs / 1_000, refusal: 'RATE_LIMITED' },
  };
}

function periodMsOf(duration: string): number {
  const periodMs = fixedDurationMsOf(duration);
  if (periodMs === null) throw new Error(`${duration} is no duration that the domain would have let pass.`);
  return periodMs;
}
