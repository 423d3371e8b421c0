import { describe, expect, it } from '@jest/globals';
import { accountEventSequences } from '@keyledger/testing';
import fc from 'fast-check';
import { accountDecider } from '../account/account-decider.js';
import type { AccountEvent } from '../account/events.js';
import type { AcknowledgeAlert, ChangeAlertPolicy, MuteAlertRule, ResolveAlert } from './alert-commands.js';
import { defaultRulePolicy } from './alert-policy.js';
import { alertMutesMax, openAlertOf, openAlertsMax, resolvedAlertsMax } from './alert-state.js';
import {
  accountId,
  alert,
  at,
  given,
  muted,
  opened,
  policyEvent,
  raised,
  report,
  resolved,
} from './spec-alerts.js';

const acknowledge: AcknowledgeAlert = {
  type: 'AcknowledgeAlert',
  accountId,
  alertId: 'alert-1',
  at,
  comment: 'mine',
};
const resolve: ResolveAlert = { type: 'ResolveAlert', accountId, alertId: 'alert-1', at, comment: null };
const mute: MuteAlertRule = {
  type: 'MuteAlertRule',
  accountId,
  at,
  muteId: 'mute-1',
  rule: 'scope-probing',
  keyId: 'key_1',
  until: '2030-01-02T00:00:00Z',
  reason: 'penetration test',
};
describe('AcknowledgeAlert and ResolveAlert', () => {
  const acknowledged: AccountEvent = { type: 'AlertAcknowledged', data: { ...alert, comment: 'mine' } };

  it('acknowledges once', () => {
    given([opened, raised]).when(acknowledge).then([acknowledged]);
    given([opened, raised, acknowledged]).when(acknowledge).then('ALERT_ALREADY_ACKNOWLEDGED');
  });

  it('resolves once, acknowledged or not', () => {
    given([opened, raised]).when(resolve).then([resolved]);
    given([opened, raised, acknowledged]).when(resolve).then([resolved]);
    given([opened, raised, resolved]).when(resolve).then('ALERT_ALREADY_RESOLVED');
    given([opened, raised, resolved]).when(acknowledge).then('ALERT_ALREADY_RESOLVED');
  });

  it('refuses what is no alert, and no comment', () => {
    given([opened]).when(resolve).then('ALERT_NOT_FOUND');
    given([opened]).when(acknowledge).then('ALERT_NOT_FOUND');
    given([opened, raised])
      .when({ ...resolve, comment: 'a\u0000b' })
      .then('INVALID_COMMENT');
    given([opened, raised])
      .when({ ...acknowledge, comment: 'x'.repeat(1001) })
      .then('INVALID_COMMENT');
  });
});

describe('mutes', () => {
  const unmuted: AccountEvent = {
    type: 'AlertRuleUnmuted',
    data: { accountId, muteId: 'mute-1', rule: 'scope-probing', keyId: 'key_1' },
  };

  it('mutes with a reason, and unmutes', () => {
    given([opened]).when(mute).then([muted]);
    given([opened, muted]).when({ type: 'UnmuteAlertRule', accountId, at, muteId: 'mute-1' }).then([unmuted]);
  });

  it.each([
    [{ reason: ' ' }, 'INVALID_COMMENT'],
    [{ until: '2029-12-31T00:00:00Z' }, 'INVALID_EXPIRY'],
    [{ until: 'tomorrow' }, 'INVALID_EXPIRY'],
  ] as const)('refuses %j', (changes, code) => {
    given([opened])
      .when({ ...mute, ...changes })
      .then(code);
  });

  it('refuses to end what is no mute', () => {
    given([opened])
      .when({ type: 'UnmuteAlertRule', accountId, at, muteId: 'mute-1' })
      .then('ALERT_MUTE_NOT_FOUND');
  });

  it('ends those that are over with the next one', () => {
    const later = Date.UTC(2030, 0, 3);
    const next: MuteAlertRule = { ...mute, at: later, muteId: 'mute-2', until: null };
    given([opened, muted])
      .when(next)
      .then([unmuted, { type: 'AlertRuleMuted', data: { ...muted.data, muteId: 'mute-2', until: null } }]);
  });

  it('has a bound', () => {
    const many = Array.from({ length: alertMutesMax }, (_, index): AccountEvent => {
      return { ...muted, data: { ...muted.data, muteId: `mute-${index}` } };
    });
    given([opened, ...many])
      .when({ ...mute, muteId: 'one-more' })
      .then('TOO_MANY_ALERT_MUTES');
  });
});

describe('ChangeAlertPolicy', () => {
  const change = (rules: ChangeAlertPolicy['rules']): ChangeAlertPolicy => {
    return { type: 'ChangeAlertPolicy', accountId, at, rules };
  };

  it('records the rules that differ from what goes everywhere', () => {
    const disabling = { ...defaultRulePolicy, response: 'disable' } as const;
    given([opened])
      .when(change({ 'scope-probing': disabling, burst: defaultRulePolicy }))
      .then([policyEvent({ response: 'disable' })]);
  });

  it('records nothing that is so already', () => {
    given([opened])
      .when(change({ burst: defaultRulePolicy }))
      .then([]);
    const settings = { days: 1, factor: 2 };
    given([opened, policyEvent({ settings })])
      .when(change({ 'scope-probing': { ...defaultRulePolicy, settings: { factor: 2, days: 1 } } }))
      .then([]);
  });

  it('goes back to what goes everywhere', () => {
    given([opened, policyEvent({ response: 'disable' })])
      .when(change({}))
      .then([{ type: 'AlertPolicyChanged', data: { accountId, rules: {} } }]);
  });

  it.each<[string, ChangeAlertPolicy['rules']]>([
    ['a rule that there is not', { telepathy: defaultRulePolicy }],
    ['a setting that is no number', { burst: { ...defaultRulePolicy, settings: { factor: NaN } } }],
    ['a setting without a name', { burst: { ...defaultRulePolicy, settings: { '': 1 } } }],
  ])('refuses %s', (_title, rules) => {
    given([opened]).when(change(rules)).then('INVALID_ALERT_POLICY');
  });
});

describe('the state of alerts', () => {
  it('stays bounded and has one open alert for each key and rule, whatever happens', () => {
    fc.assert(
      fc.property(accountEventSequences, (events) => {
        const state = [opened, ...events].reduce(accountDecider.evolve, accountDecider.initialState);
        if (state.status === 'absent') throw new Error('the account was opened');
        expect(state.alerts.open.length).toBeLessThanOrEqual(openAlertsMax);
        expect(state.alerts.resolved.length).toBeLessThanOrEqual(resolvedAlertsMax);
        const answer = accountDecider.decide(report, state);
        if (!Array.isArray(answer)) return;
        const after = (answer as AccountEvent[]).reduce(accountDecider.evolve, state);
        if (after.status === 'absent' || openAlertOf(state.alerts, report) === undefined) return;
        expect(after.alerts.open).toHaveLength(state.alerts.open.length);
      }),
    );
  });
});
