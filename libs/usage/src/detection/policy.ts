import { type BurstPolicy, burstDefaults } from './rules/burst.js';
import { type DormantAwakePolicy, dormantAwakeDefaults } from './rules/dormant-awake.js';
import { type EndedKeyUsedPolicy, endedKeyUsedDefaults } from './rules/ended-key-used.js';
import { type EnumerationPolicy, enumerationDefaults } from './rules/enumeration.js';
import { type ExpiryNearPolicy, expiryNearDefaults } from './rules/expiry-near.js';
import { type ManyNetworksPolicy, manyNetworksDefaults } from './rules/many-networks.js';
import { type NewNetworkPolicy, newNetworkDefaults } from './rules/new-network.js';
import { type QuotaNearlySpentPolicy, quotaNearlySpentDefaults } from './rules/quota-nearly-spent.js';
import {
  type RotationNotDrainingPolicy,
  rotationNotDrainingDefaults,
} from './rules/rotation-not-draining.js';
import { type ScopeProbingPolicy, scopeProbingDefaults } from './rules/scope-probing.js';
import type { RuleId } from './signal.js';

/** What every rule goes by; each part is described where its rule is. */
export interface DetectionPolicy extends Readonly<Record<RuleId, object>> {
  readonly 'new-network': NewNetworkPolicy;
  readonly burst: BurstPolicy;
  readonly 'ended-key-used': EndedKeyUsedPolicy;
  readonly 'scope-probing': ScopeProbingPolicy;
  readonly 'dormant-awake': DormantAwakePolicy;
  readonly 'many-networks': ManyNetworksPolicy;
  readonly enumeration: EnumerationPolicy;
  readonly 'rotation-not-draining': RotationNotDrainingPolicy;
  readonly 'expiry-near': ExpiryNearPolicy;
  readonly 'quota-nearly-spent': QuotaNearlySpentPolicy;
}

/** Tuned on generated traffic (`npm run -s bench -- detection`). */
export const defaultDetectionPolicy: DetectionPolicy = {
  'new-network': newNetworkDefaults,
  burst: burstDefaults,
  'ended-key-used': endedKeyUsedDefaults,
  'scope-probing': scopeProbingDefaults,
  'dormant-awake': dormantAwakeDefaults,
  'many-networks': manyNetworksDefaults,
  enumeration: enumerationDefaults,
  'rotation-not-draining': rotationNotDrainingDefaults,
  'expiry-near': expiryNearDefaults,
  'quota-nearly-spent': quotaNearlySpentDefaults,
};
