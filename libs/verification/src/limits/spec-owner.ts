import type { CompiledLimit } from './compiled-limit.js';
import { compileLimit } from './compiled-limit.js';
import type { LimitOwner, LimitedVerdict, Settlement } from './key-limiter.js';
import { type Claim, type CounterState, settleClaim } from './settle-claim.js';

/** Owner's counters in memory, on the spec's own time. */
export class SpecOwner implements LimitOwner {
  readonly states = new Map<string, CounterState>();
  settlements = 0;
  verifiers = 1;

  constructor(private readonly nowMs: () => number) {}

  settleNow(claims: readonly Claim[]): Settlement {
    this.settlements += 1;
    const grants = claims.map((claim) => {
      const id = `${claim.keyId}/${claim.limit.counter}`;
      const view = { nowMs: this.nowMs(), verifiers: this.verifiers };
      const { state, grant } = settleClaim(this.states.get(id) ?? null, claim, view);
      this.states.set(id, state);
      return grant;
    });
    return { grants, verifiers: this.verifiers };
  }

  async settle(claims: readonly Claim[]): Promise<Settlement> {
    await Promise.resolve();
    return this.settleNow(claims);
  }
}

export const fixedLimit = (requests: number, window = 'PT1M'): CompiledLimit =>
  compileLimit({ name: 'minute', kind: 'fixed', requests, window });
export const slidingLimit = (requests: number, window = 'PT1M'): CompiledLimit =>
  compileLimit({ name: 'burst', kind: 'sliding', requests, window });
export const creditLimit = (
  credits: number,
  refill: { readonly amount: number; readonly every: string } | null = null,
): CompiledLimit => compileLimit({ name: 'month', kind: 'credits', credits, refill });

export function limitedVerdict(keyId: string, ...limits: readonly CompiledLimit[]): LimitedVerdict {
  return { valid: true, code: 'VALID', keyId, accountId: 'acme', scope: null, limits };
}
