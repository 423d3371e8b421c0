import { describe, it } from '@jest/globals';
import type { AccountEvent } from '../account/events.js';
import type { ReportSignals } from './alert-commands.js';
import type { AlertRecurred } from './alert-events.js';
import { openAlertsMax } from './alert-state.js';
import { given, muted, opened, policyEvent, raised, report, resolved } from './spec-alerts.js';

function recurred(changes: Partial<AlertRecurred['data']>): AlertRecurred {
  return { type: 'AlertRecurred', data: { ...raised.data, ...changes } };
}

describe('ReportSignals', () => {
  it('raises an alert', () => given([opened]).when(report).then([raised]));

  it('is nothing new the second time', () => given([opened, raised]).when(report).then([]));

  it('is refused by an account that does not exist', () => given([]).when(report).then('ACCOUNT_NOT_FOUND'));

  it.each<[string, Partial<ReportSignals>, Partial<AlertRecurred['data']> | null]>([
    ['the count has doubled', { count: 2 }, { count: 2 }],
    ['it has become worse', { count: 2, severity: 'critical' }, { count: 2, severity: 'critical' }],
  ])('records again when %s', (_title, changes, expected) => {
    given([opened, raised])
      .when({ ...report, ...changes })
      .then([recurred({ ...expected })]);
  });

  it('does not record each signal', () => {
    const many = recurred({ count: 100 });
    given([opened, raised, many])
      .when({ ...report, count: 199 })
      .then([]);
    given([opened, raised, many])
      .when({ ...report, count: 200 })
      .then([recurred({ count: 200 })]);
  });

  it('records what has been going on for an hour', () => {
    const many = recurred({ count: 100 });
    given([opened, raised, many])
      .when({ ...report, count: 101, at: Date.UTC(2030, 0, 1, 12, 59) })
      .then([recurred({ count: 101 })]);
  });

  it('does not take an alert for less than it was', () => {
    const critical = recurred({ count: 2, severity: 'critical' });
    given([opened, raised, critical])
      .when({ ...report, count: 4 })
      .then([recurred({ count: 4, severity: 'critical' })]);
  });

  it('counts what comes under another id with the alert that is open', () => {
    given([opened, raised])
      .when({ ...report, alertId: 'alert-2', count: 2 })
      .then([recurred({ count: 2 })]);
  });

  it('raises one alert for each key and rule', () => {
    const other: ReportSignals = { ...report, alertId: 'alert-2', keyId: 'key_2' };
    given([opened, raised])
      .when(other)
      .then([{ type: 'AlertRaised', data: { ...raised.data, alertId: 'alert-2', keyId: 'key_2' } }]);
  });

  it('does not raise again what somebody has resolved, and raises another for what comes since', () => {
    given([opened, raised, resolved]).when(report).then('ALERT_ALREADY_RESOLVED');
    given([opened, raised, resolved])
      .when({ ...report, alertId: 'alert-2' })
      .then([{ type: 'AlertRaised', data: { ...raised.data, alertId: 'alert-2' } }]);
  });

  it('raises nothing that is muted, until it no longer is', () => {
    given([opened, muted]).when(report).then([]);
    given([opened, muted])
      .when({ ...report, at: Date.UTC(2030, 0, 2) })
      .then([raised]);
    given([opened, muted])
      .when({ ...report, keyId: 'key_2' })
      .then([{ type: 'AlertRaised', data: { ...raised.data, keyId: 'key_2' } }]);
    given([opened, { ...muted, data: { ...muted.data, keyId: null, until: null } }])
      .when({ ...report, keyId: 'key_2' })
      .then([]);
  });

  it('raises nothing that the account has switched off', () => {
    given([opened, policyEvent({ enabled: false })])
      .when(report)
      .then([]);
  });

  it('takes the severity that the account has chosen', () => {
    given([opened, policyEvent({ severity: 'critical' })])
      .when(report)
      .then([{ type: 'AlertRaised', data: { ...raised.data, severity: 'critical' } }]);
  });

  it('asks for the response that the account has chosen, once', () => {
    const disabling: AccountEvent = { type: 'AlertRaised', data: { ...raised.data, response: 'disable' } };
    given([opened, policyEvent({ response: 'disable' })])
      .when(report)
      .then([disabling]);
    given([opened, policyEvent({ response: 'disable' }), disabling])
      .when({ ...report, count: 2 })
      .then([recurred({ count: 2 })]);
  });

  it('asks for no response to what is only good to know, until it is worse', () => {
    const policy = policyEvent({ response: 'cut-to-read' });
    const info: AccountEvent = { type: 'AlertRaised', data: { ...raised.data, severity: 'info' } };
    given([opened, policy])
      .when({ ...report, severity: 'info' })
      .then([info]);
    given([opened, policy, info])
      .when({ ...report, count: 2 })
      .then([recurred({ count: 2, response: 'cut-to-read' })]);
  });

  it('asks for no response where no key is concerned', () => {
    given([opened, policyEvent({ response: 'disable' })])
      .when({ ...report, keyId: null })
      .then([{ type: 'AlertRaised', data: { ...raised.data, keyId: null } }]);
  });

  it('is refused when too many are open', () => {
    const many = Array.from({ length: openAlertsMax }, (_, index): AccountEvent => {
      return { type: 'AlertRaised', data: { ...raised.data, alertId: `a-${index}`, keyId: `key_a${index}` } };
    });
    given([opened, ...many])
      .when(report)
      .then('TOO_MANY_OPEN_ALERTS');
  });
});
