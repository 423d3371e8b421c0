import type { Schemas } from '../api/client.js';

type Verifier = Schemas['Verifier'];

export type FleetState = 'none' | 'lapsed' | 'behind' | 'level';

/** The worst that can be said of the verifiers together. */
export function fleetState(verifiers: readonly Pick<Verifier, 'state' | 'behind'>[]): FleetState {
  if (verifiers.length === 0) return 'none';
  if (verifiers.some(({ state }) => state === 'lapsed')) return 'lapsed';
  return verifiers.some(({ behind }) => behind !== '0') ? 'behind' : 'level';
}

/** Whole seconds from one point in time to another; none where the clocks of two machines say it went backwards. */
export function secondsBetween(fromMs: number, toMs: number): number {
  return Math.max(0, Math.round((toMs - fromMs) / 1000));
}
