import type { Finding, HourOfKey } from './finding.js';
import type { DetectionPolicy } from './policy.js';
import { burst } from './rules/burst.js';
import { dormantAwake } from './rules/dormant-awake.js';
import { endedKeyUsed } from './rules/ended-key-used.js';
import { manyNetworks } from './rules/many-networks.js';
import { strangeClient } from './rules/new-network.js';
import { limitsRefuse } from './rules/quota-nearly-spent.js';
import { scopeProbing } from './rules/scope-probing.js';
import type { RuleId } from './signal.js';

type HourRule = (hour: HourOfKey, policy: DetectionPolicy) => Finding | null;

/** Rules that look at an hour while it goes on. What they find stays true whatever else the hour brings. */
export const hourRules: readonly (readonly [rule: RuleId, find: HourRule])[] = [
  ['ended-key-used', (hour, policy) => endedKeyUsed(hour, policy['ended-key-used'])],
  ['burst', (hour, policy) => burst(hour, policy.burst)],
  ['new-network', (hour, policy) => strangeClient(hour, policy['new-network'])],
  ['many-networks', (hour, policy) => manyNetworks(hour, policy['many-networks'])],
  ['scope-probing', (hour, policy) => scopeProbing(hour, policy['scope-probing'])],
  ['dormant-awake', (hour, policy) => dormantAwake(hour, policy['dormant-awake'])],
  ['quota-nearly-spent', (hour, policy) => limitsRefuse(hour, policy['quota-nearly-spent'])],
];
