import { alertRules } from '@keyledger/domain';
import type { AlertAnswer, AlertMuteAnswer, AlertPolicyAnswer } from './alerts.js';
import { exampleKey } from './examples.js';

export const exampleAlert: AlertAnswer = {
  id: '0f8f6f0e-5b0c-4a57-8f0a-1d7a3d1f2c11',
  account: 'acme',
  rule: 'scope-probing',
  severity: 'critical',
  status: 'open',
  keyId: exampleKey.id,
  count: 4,
  firstSeenAt: '2030-02-01T01:00:00.000Z',
  lastSeenAt: '2030-02-01T01:20:00.000Z',
  evidence: { refusals: 31, operations: ['invoices:Delete', 'users:Create'] },
  response: 'disable',
  comment: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  resolvedBy: null,
};

export const exampleMute: AlertMuteAnswer = {
  id: '7c0b1a52-9c7e-4f36-9d65-2a64f1f3b9aa',
  rule: 'new-network',
  keyId: exampleKey.id,
  until: '2030-02-08T00:00:00.000Z',
  reason: 'The service moves to another data centre this week',
  mutedAt: '2030-02-01T09:00:00.000Z',
  mutedBy: exampleKey.createdBy,
};

const asEverywhere = { enabled: true, severity: null, response: 'none', settings: {} } as const;

/** Every rule, one of them with numbers. */
export const exampleAlertPolicy: AlertPolicyAnswer = {
  rules: byRule((rule) => {
    return rule === 'scope-probing' ? { ...asEverywhere, response: 'disable' } : asEverywhere;
  }),
  defaults: byRule((rule): Record<string, number> => (rule === 'enumeration' ? { requestsPerHour: 40 } : {})),
};

function byRule<Value>(valueOf: (rule: (typeof alertRules)[number]) => Value) {
  return Object.fromEntries(alertRules.map((rule) => [rule, valueOf(rule)])) as Record<
    (typeof alertRules)[number],
    Value
  >;
}
