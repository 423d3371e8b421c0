import { expect } from '@jest/globals';
import type { Acme, Counts } from './acme.js';
import { Load } from './load.js';

export const testMsMax = 240_000;

export interface LoadedKey {
  readonly load: Load;
  readonly keyId: string;
  /** What callers were answered about the key, by code. */
  readonly answered: Counts;
}

/** What happens while verifiers and the command API are in use; the load goes on throughout, and for a while after it. */
export async function underLoad(
  acme: Acme,
  work: (load: Load, keyId: string) => Promise<void>,
): Promise<LoadedKey> {
  const { key, value, position } = await acme.createKey(['orders:ListOrders']);
  expect(await acme.verdicts(value, 'orders:GetOrder', position)).toEqual(
    acme.everyVerifier('INSUFFICIENT_SCOPE'),
  );
  const load = new Load(acme.fleet, value);
  try {
    await load.moreOf({ answers: 100, changes: 10 });
    await work(load, key.id);
    await load.moreOf({ answers: 100, changes: 10 });
  } finally {
    await load.stop();
  }
  acme.acknowledged.push(...load.acknowledged);
  const answered = { ...load.countsByCode() };
  const refused = answered['INSUFFICIENT_SCOPE'] ?? 0;
  answered['INSUFFICIENT_SCOPE'] = refused + acme.fleet.verifiers.length; // asked before the load
  return { load, keyId: key.id, answered };
}
