import type { AlertEvent, AlertRaised, AlertRecurred } from './alert-events.js';
import {
  type AlertsState,
  type OpenAlert,
  alertMutesMax,
  openAlertsMax,
  resolvedAlertsMax,
} from './alert-state.js';

/** Folds one event of an account's alerts; events about alerts and mutes that are not there change nothing. */
export function evolveAlerts(state: AlertsState, event: AlertEvent): AlertsState {
  switch (event.type) {
    case 'AlertRaised':
      return { ...state, open: [...state.open, raised(event)].slice(-openAlertsMax) };
    case 'AlertRecurred':
      return changed(state, event.data.alertId, (alert) => recurred(alert, event));
    case 'AlertAcknowledged':
      return changed(state, event.data.alertId, (alert) => ({ ...alert, acknowledged: true }));
    case 'AlertResolved': {
      const { alertId, resolvedAt } = event.data;
      const open = state.open.filter((alert) => alert.alertId !== alertId);
      const resolved = [...state.resolved, { alertId, resolvedAt }].slice(-resolvedAlertsMax);
      return { ...state, open, resolved };
    }
    case 'AlertRuleMuted': {
      const { muteId, rule, keyId, until, reason } = event.data;
      const mute = { muteId, rule, keyId, until, reason };
      return { ...state, mutes: [...state.mutes, mute].slice(-alertMutesMax) };
    }
    case 'AlertRuleUnmuted':
      return { ...state, mutes: state.mutes.filter(({ muteId }) => muteId !== event.data.muteId) };
    case 'AlertPolicyChanged':
      return { ...state, policy: event.data.rules };
  }
}

function raised({ data }: AlertRaised): OpenAlert {
  const { alertId, rule, keyId, severity, count, lastSeenAt, response } = data;
  return { alertId, rule, keyId, severity, count, lastSeenAt, response, acknowledged: false };
}

function recurred(alert: OpenAlert, { data }: AlertRecurred): OpenAlert {
  const { severity, count, lastSeenAt } = data;
  const response = data.response === 'none' ? alert.response : data.response;
  return { ...alert, severity, count, lastSeenAt, response };
}

function changed(state: AlertsState, alertId: string, change: (alert: OpenAlert) => OpenAlert): AlertsState {
  return {
    ...state,
    open: state.open.map((alert) => (alert.alertId === alertId ? change(alert) : alert)),
  };
}
