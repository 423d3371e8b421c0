import { specificationOf } from '@keyledger/testing';
import { accountDecider } from '../account/account-decider.js';
import type { AccountEvent } from '../account/events.js';
import type { ReportSignals } from './alert-commands.js';
import type { AlertRaised, AlertResolved, AlertRuleMuted } from './alert-events.js';
import { type AlertRulePolicy, defaultRulePolicy } from './alert-policy.js';

export const given = specificationOf(accountDecider);
export const accountId = 'acme';
export const at = Date.UTC(2030, 0, 1, 12);
const firstSeenAt = '2030-01-01T11:59:00.000Z';
export const alert = { accountId, alertId: 'alert-1', rule: 'scope-probing', keyId: 'key_1' } as const;
const seen = { severity: 'warning', count: 1, firstSeenAt, lastSeenAt: firstSeenAt } as const;
const evidence = { operations: ['invoices:Delete'] };

export const opened: AccountEvent = {
  type: 'AccountOpened',
  data: { accountId, name: 'Acme', profile: 'keyledger', email: null },
};
export const report: ReportSignals = { type: 'ReportSignals', at, ...alert, ...seen, evidence };
export const raised: AlertRaised = {
  type: 'AlertRaised',
  data: { ...alert, ...seen, evidence, response: 'none' },
};
export const resolved: AlertResolved = {
  type: 'AlertResolved',
  data: { ...alert, comment: null, resolvedAt: '2030-01-01T12:00:00.000Z' },
};
export const muted: AlertRuleMuted = {
  type: 'AlertRuleMuted',
  data: {
    accountId,
    muteId: 'mute-1',
    rule: 'scope-probing',
    keyId: 'key_1',
    until: '2030-01-02T00:00:00.000Z',
    reason: 'penetration test',
  },
};

export function policyEvent(rule: Partial<AlertRulePolicy>): AccountEvent {
  return {
    type: 'AlertPolicyChanged',
    data: { accountId, rules: { 'scope-probing': { ...defaultRulePolicy, ...rule } } },
  };
}
