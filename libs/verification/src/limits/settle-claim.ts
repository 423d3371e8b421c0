import type { CompiledLimit } from './compiled-limit.js';

/** What is taken of one limit of one key: by requests, or by shares that verifiers hold. The owner's record. */
export interface CounterState {
  /** Number of the slot since 1970; 0 where there is but one. */
  readonly slot: number;
  /** By slot, the latest first. */
  readonly taken: readonly number[];
}

/** What one verifier tells of a counter, and asks of it. */
export interface Claim {
  readonly keyId: string;
  readonly limit: CompiledLimit;
  /** Requests that it would like to be able to admit. */
  readonly want: number;
  /** Part of its shares that it has not used and gives up, and the slot that they were of. */
  readonly returned: { readonly slot: number; readonly count: number } | null;
  /** Requests that it admitted without a share, while the owner was away. */
  readonly debt: number;
}

export interface Grant {
  /** The share: so many requests may be admitted before the slot ends, by whoever holds it and nobody else. */
  readonly granted: number;
  readonly slot: number;
  /** Until the slot ends, milliseconds; null: never. */
  readonly endsInMs: number | null;
  /** What nobody has taken yet. */
  readonly remaining: number;
  /** Until there is more where nothing remains, milliseconds; null: never, or there is some. */
  readonly moreInMs: number | null;
}

/** As the owner sees it when it settles claims: no clock but its own counts. */
export interface OwnersView {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Verifiers that hold a lease in the register. */
  readonly verifiers: number;
}

export interface Settled {
  readonly state: CounterState;
  readonly grant: Grant;
}

/**
 * Takes back what is returned, counts what was admitted without a share, and gives a share of what remains: to each
 * verifier a part, so that something is left for the others, and never more than there is.
 */
export function settleClaim(before: CounterState | null, claim: Claim, view: OwnersView): Settled {
  const { limit } = claim;
  const current = stateAt(before, limit, view.nowMs);
  const taken = withReturned(current, claim);
  taken[0] = (taken[0] ?? 0) + claim.debt;
  const available = Math.max(0, limit.capacity - sum(taken));
  const granted = Math.min(claim.want, available, shareOf(available, view.verifiers));
  taken[0] += granted;
  const state = { slot: current.slot, taken };
  const endsInMs = limit.slotMs === null ? null : (state.slot + 1) * limit.slotMs - view.nowMs;
  const remaining = available - granted;
  const moreInMs = available > 0 ? null : moreAfterMs(limit, taken, endsInMs);
  return { state, grant: { granted, slot: state.slot, endsInMs, remaining, moreInMs } };
}

/** Half of an even part: what is left at the end of a window goes by single requests to whoever asks. */
function shareOf(available: number, verifiers: number): number {
  return Math.max(1, Math.ceil(available / (2 * Math.max(1, verifiers))));
}

/** The state in the slot of `nowMs`; a clock that went back stays in the later slot. */
export function stateAt(before: CounterState | null, limit: CompiledLimit, nowMs: number): CounterState {
  const slot = limit.slotMs === null ? 0 : Math.floor(nowMs / limit.slotMs);
  if (before === null) return { slot, taken: [0] };
  const passed = slot - before.slot;
  if (passed <= 0) return before;
  if (limit.refill !== null) {
    return { slot, taken: [Math.max(0, sum(before.taken) - passed * limit.refill)] };
  }
  const empty = new Array<number>(Math.min(passed, limit.slots)).fill(0);
  return { slot, taken: [...empty, ...before.taken].slice(0, limit.slots) };
}

/** What is given back counts where it was taken; what was taken in a slot that is past counts no more. */
function withReturned({ slot, taken }: CounterState, { limit, returned }: Claim): number[] {
  const after = [...taken];
  if (returned === null) return after;
  const age = limit.refill === null ? slot - returned.slot : 0;
  const was = after[age];
  if (was !== undefined) after[age] = Math.max(0, was - returned.count);
  return after;
}

/** How long until at least one request may be admitted; null: never. */
function moreAfterMs(limit: CompiledLimit, taken: readonly number[], endsInMs: number | null): number | null {
  if (limit.slotMs === null || endsInMs === null) return null;
  const excess = sum(taken) - limit.capacity + 1;
  if (limit.refill !== null) {
    return endsInMs + (Math.max(1, Math.ceil(excess / limit.refill)) - 1) * limit.slotMs;
  }
  let slots = limit.slots - taken.length;
  let freed = 0;
  for (let age = taken.length - 1; age >= 0 && freed < excess; age--) {
    freed += taken[age] ?? 0;
    slots += 1;
  }
  return endsInMs + (Math.max(1, slots) - 1) * limit.slotMs;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** From when on the state says no more than none would, epoch milliseconds; null: never. */
export function forgettableFromMs({ slot, taken }: CounterState, limit: CompiledLimit): number | null {
  if (limit.slotMs === null) return null;
  const slots = limit.refill === null ? limit.slots : Math.ceil(sum(taken) / limit.refill) + 1;
  return (slot + slots) * limit.slotMs;
}
