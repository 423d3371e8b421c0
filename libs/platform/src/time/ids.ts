import { randomBytes, randomUUID } from 'node:crypto';

/** Randomness as an argument, so that tests can seed it. */
export interface Ids {
  /** Lower-case UUID. */
  uuid(): string;
  /** Cryptographically secure. */
  bytes(count: number): Uint8Array;
}

export const systemIds: Ids = { uuid: () => randomUUID(), bytes: (count) => randomBytes(count) };
