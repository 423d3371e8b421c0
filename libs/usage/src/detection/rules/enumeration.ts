import type { Severity } from '../signal.js';

/** Keys that do not exist are tried from one network. */
export interface EnumerationPolicy {
  readonly requestsMin: number;
  readonly severity: Severity;
}

export const enumerationDefaults: EnumerationPolicy = { requestsMin: 50, severity: 'warning' };
