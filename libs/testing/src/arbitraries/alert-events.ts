import {
  type AccountEvent,
  type AlertPolicy,
  alertResponses,
  alertRules,
  alertSeverities,
} from '@keyledger/domain';
import fc from 'fast-check';
import { names } from './texts.js';

const accountId = 'acme';
const rules = fc.constantFrom(...alertRules);
const keyIds = fc.constantFrom(null, 'key_one', 'key_two');
const instants = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const alerts = fc.record({
  accountId: fc.constant(accountId),
  alertId: fc.constantFrom('alert-1', 'alert-2', 'alert-3'),
  rule: rules,
  keyId: keyIds,
});
const comments = fc.option(names, { nil: null });
const sightings = fc.record({
  severity: fc.constantFrom(...alertSeverities),
  count: fc.integer({ min: 1, max: 1_000 }),
  firstSeenAt: instants,
  lastSeenAt: instants,
  evidence: fc.dictionary(names, fc.oneof(names, fc.integer(), fc.array(names, { maxLength: 3 }))),
  response: fc.constantFrom(...alertResponses),
});
const mutes = fc.record({
  accountId: fc.constant(accountId),
  muteId: fc.constantFrom('mute-1', 'mute-2'),
  rule: rules,
  keyId: keyIds,
});
const policies: fc.Arbitrary<AlertPolicy> = fc.dictionary(
  rules,
  fc.record({
    enabled: fc.boolean(),
    severity: fc.constantFrom(null, ...alertSeverities),
    response: fc.constantFrom(...alertResponses),
    settings: fc.dictionary(fc.constantFrom('factor', 'days'), fc.integer()),
  }),
);

/** Any one event of an account's alerts. */
export const alertEvents: fc.Arbitrary<AccountEvent> = fc.oneof(
  fc.tuple(alerts, sightings).map(([alert, seen]): AccountEvent => {
    return { type: 'AlertRaised', data: { ...alert, ...seen } };
  }),
  fc.tuple(alerts, sightings).map(([alert, seen]): AccountEvent => {
    return { type: 'AlertRecurred', data: { ...alert, ...seen } };
  }),
  fc.tuple(alerts, comments).map(([alert, comment]): AccountEvent => {
    return { type: 'AlertAcknowledged', data: { ...alert, comment } };
  }),
  fc.tuple(alerts, comments, instants).map(([alert, comment, resolvedAt]): AccountEvent => {
    return { type: 'AlertResolved', data: { ...alert, comment, resolvedAt } };
  }),
  fc.tuple(mutes, names, fc.option(instants, { nil: null })).map(([mute, reason, until]): AccountEvent => {
    return { type: 'AlertRuleMuted', data: { ...mute, reason, until } };
  }),
  mutes.map((data): AccountEvent => ({ type: 'AlertRuleUnmuted', data })),
  policies.map((wanted): AccountEvent => {
    return { type: 'AlertPolicyChanged', data: { accountId, rules: wanted } };
  }),
);
