import type { UsageSource } from './usage-reader.js';

/** Where no read model of key usage is kept: nothing is known to have been used. */
export const noUsage: UsageSource = {
  lastUsed: async () => new Map(),
  counts: async () => [],
};
