import { type EnumerationPolicy, enumerationDefaults } from './rules/enumeration.js';
import { type ExpiryNearPolicy, expiryNearDefaults } from './rules/expiry-near.js';
import { type EndedKeyUsedPolicy, endedKeyUsedDefaults } from './rules/ended-key-used.js';

/** What every rule goes by: one part per rule, each described where the rule is. */
export interface DetectionPolicy {
  readonly 'ended-key-used': EndedKeyUsedPolicy;
  readonly 'expiry-near': ExpiryNearPolicy;
  readonly enumeration: EnumerationPolicy;
}

/** Tuned on generated traffic (`npm run -s bench -- detection`). */
export const defaultDetectionPolicy: DetectionPolicy = {
  'ended-key-used': endedKeyUsedDefaults,
  'expiry-near': expiryNearDefaults,
  enumeration: enumerationDefaults,
};
