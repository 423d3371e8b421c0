import { type Refusal, refuse } from '../refusal.js';
import type { ReportSignals } from './alert-commands.js';
import type { AlertEvent } from './alert-events.js';
import { type AlertRulePolicy, rulePolicyOf } from './alert-policy.js';
import { type AlertResponse, type AlertSeverity, isWorse } from './alert-rules.js';
import { type AlertsState, type OpenAlert, isMuted, openAlertOf, openAlertsMax } from './alert-state.js';

/** An alert that goes on is recorded again after this long at the latest, where more has been seen. */
export const recurrenceMsMax = 60 * 60 * 1_000;

/**
 * One open alert for each rule and key: what comes while it is open is counted with it. ALERT_ALREADY_RESOLVED: the
 * signals are those of an alert that somebody has resolved; what came since is another alert's.
 */
export function reportSignals(command: ReportSignals, state: AlertsState): readonly AlertEvent[] | Refusal {
  const { alertId, rule } = command;
  if (state.resolved.some((resolved) => resolved.alertId === alertId)) {
    return refuse('ALERT_ALREADY_RESOLVED', 'These signals are of an alert that has been resolved.');
  }
  const policy = rulePolicyOf(state.policy, rule);
  if (!policy.enabled || isMuted(state, command, command.at)) return [];
  const severity = policy.severity ?? command.severity;
  const alert = openAlertOf(state, command);
  if (alert !== undefined) return recurrence({ ...command, severity }, alert, policy);
  if (state.open.length >= openAlertsMax) {
    return refuse('TOO_MANY_OPEN_ALERTS', `${openAlertsMax} alerts of the account are open; resolve some.`);
  }
  const response = responseTo(command, severity, policy);
  return [{ type: 'AlertRaised', data: sightingOf(command, { alertId, severity, response }) }];
}

/** At most when the count has doubled, when it has become worse, or when an hour has passed. */
export function recurs(
  alert: Pick<OpenAlert, 'count' | 'severity' | 'lastSeenAt'>,
  seen: Pick<ReportSignals, 'count' | 'severity' | 'at'>,
): boolean {
  if (seen.count <= alert.count) return false;
  return (
    seen.count >= 2 * alert.count ||
    isWorse(seen.severity, alert.severity) ||
    seen.at - Date.parse(alert.lastSeenAt) >= recurrenceMsMax
  );
}

function recurrence(
  command: ReportSignals,
  alert: OpenAlert,
  policy: AlertRulePolicy,
): readonly AlertEvent[] {
  if (!recurs(alert, command)) return [];
  const severity = isWorse(alert.severity, command.severity) ? alert.severity : command.severity;
  // What has been done once is not done again: somebody may have given the key back meanwhile.
  const response = alert.response === 'none' ? responseTo(command, severity, policy) : 'none';
  const { alertId } = alert;
  return [{ type: 'AlertRecurred', data: sightingOf(command, { alertId, severity, response }) }];
}

function responseTo(
  { keyId }: ReportSignals,
  severity: AlertSeverity,
  { response }: AlertRulePolicy,
): AlertResponse {
  return severity === 'info' || keyId === null ? 'none' : response;
}

function sightingOf(
  { accountId, rule, keyId, count, firstSeenAt, lastSeenAt, evidence }: ReportSignals,
  decided: { alertId: string; severity: AlertSeverity; response: AlertResponse },
) {
  return { accountId, rule, keyId, count, firstSeenAt, lastSeenAt, evidence, ...decided };
}
