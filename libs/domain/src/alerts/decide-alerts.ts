import { assertNever } from '../assert-never.js';
import { checkExpiry } from '../key/expiry.js';
import { checkComment, commentLengthMax } from '../reason.js';
import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { checkText } from '../text/plain-text.js';
import type {
  AcknowledgeAlert,
  AlertCommand,
  ChangeAlertPolicy,
  MuteAlertRule,
  ResolveAlert,
  UnmuteAlertRule,
} from './alert-commands.js';
import type { AlertEvent, AlertMute } from './alert-events.js';
import { checkAlertPolicy, sameAlertPolicy } from './alert-policy.js';
import { type AlertsState, type OpenAlert, alertMutesMax, isOver } from './alert-state.js';
import { reportSignals } from './report-signals.js';

export function decideAlerts(command: AlertCommand, state: AlertsState): readonly AlertEvent[] | Refusal {
  switch (command.type) {
    case 'ReportSignals':
      return reportSignals(command, state);
    case 'AcknowledgeAlert':
      return acknowledge(command, state);
    case 'ResolveAlert':
      return resolve(command, state);
    case 'MuteAlertRule':
      return mute(command, state);
    case 'UnmuteAlertRule':
      return unmute(command, state);
    case 'ChangeAlertPolicy':
      return changePolicy(command, state);
    default:
      return assertNever(command);
  }
}

function acknowledge(command: AcknowledgeAlert, state: AlertsState): readonly AlertEvent[] | Refusal {
  const comment = checkComment(command.comment);
  if (isRefusal(comment)) return comment;
  const alert = findOpen(command.alertId, state);
  if (isRefusal(alert)) return alert;
  if (alert.acknowledged) return refuse('ALERT_ALREADY_ACKNOWLEDGED', 'Somebody is looking at it already.');
  return [{ type: 'AlertAcknowledged', data: { ...identityOf(command, alert), comment } }];
}

function resolve(command: ResolveAlert, state: AlertsState): readonly AlertEvent[] | Refusal {
  const comment = checkComment(command.comment);
  if (isRefusal(comment)) return comment;
  const alert = findOpen(command.alertId, state);
  if (isRefusal(alert)) return alert;
  const resolvedAt = new Date(command.at).toISOString();
  return [{ type: 'AlertResolved', data: { ...identityOf(command, alert), comment, resolvedAt } }];
}

function findOpen(alertId: string, { open, resolved }: AlertsState): OpenAlert | Refusal {
  const alert = open.find((candidate) => candidate.alertId === alertId);
  if (alert !== undefined) return alert;
  return resolved.some((candidate) => candidate.alertId === alertId)
    ? refuse('ALERT_ALREADY_RESOLVED', 'The alert has been resolved.')
    : refuse('ALERT_NOT_FOUND', 'The account has no such open alert.');
}

function identityOf({ accountId }: AlertCommand, { alertId, rule, keyId }: OpenAlert) {
  return { accountId, alertId, rule, keyId };
}

/** Mutes that are over are recorded as such by the next one, which keeps the account's state bounded. */
function mute(command: MuteAlertRule, state: AlertsState): readonly AlertEvent[] | Refusal {
  const { accountId, muteId, rule, keyId, at } = command;
  const reason = checkText(command.reason, {
    what: 'reason',
    code: 'INVALID_COMMENT',
    required: true,
    lengthMax: commentLengthMax,
  });
  if (isRefusal(reason)) return reason;
  const until = checkExpiry(command.until, at);
  if (isRefusal(until)) return until;
  const over = state.mutes.filter((known) => isOver(known, at));
  if (state.mutes.length - over.length >= alertMutesMax) {
    return refuse('TOO_MANY_ALERT_MUTES', `The account has ${alertMutesMax} mutes; end some of them.`);
  }
  return [
    ...over.map((known) => unmuted(accountId, known)),
    { type: 'AlertRuleMuted', data: { accountId, muteId, rule, keyId, until, reason } },
  ];
}

function unmute(
  { accountId, muteId }: UnmuteAlertRule,
  { mutes }: AlertsState,
): readonly AlertEvent[] | Refusal {
  const known = mutes.find((candidate) => candidate.muteId === muteId);
  if (known === undefined) return refuse('ALERT_MUTE_NOT_FOUND', 'The account has no such mute.');
  return [unmuted(accountId, known)];
}

function unmuted(accountId: string, { muteId, rule, keyId }: AlertMute): AlertEvent {
  return { type: 'AlertRuleUnmuted', data: { accountId, muteId, rule, keyId } };
}

function changePolicy(
  { accountId, rules: given }: ChangeAlertPolicy,
  { policy }: AlertsState,
): readonly AlertEvent[] | Refusal {
  const rules = checkAlertPolicy(given);
  if (isRefusal(rules)) return rules;
  return sameAlertPolicy(rules, policy) ? [] : [{ type: 'AlertPolicyChanged', data: { accountId, rules } }];
}
