import type { LedgerEvent } from '@keyledger/contracts';
import { type AlertRaised, type AlertRecurred, type AlertRuleMuted, isAlertEvent } from '@keyledger/domain';
import type { ReadModel } from '../read-model.js';
import { type RowChange, deleteRow, patchRow, upsertRow } from '../row-change.js';
import { type AlertRow, alertMuteTable, alertPolicyTable, alertTable } from './row.js';

export const alerts: ReadModel = {
  name: 'alerts',
  version: 1,
  tables: [alertTable, alertMuteTable, alertPolicyTable],
  project,
};

function project(recorded: LedgerEvent): readonly RowChange[] {
  const { event, metadata } = recorded;
  if (!isAlertEvent(event)) return [];
  switch (event.type) {
    case 'AlertRaised':
      return [upsertRow(alertTable, newAlert(recorded, event.data))];
    case 'AlertRecurred':
      return [changed(recorded, event.data.alertId, seenAgain(event.data))];
    case 'AlertAcknowledged': {
      const { alertId, comment } = event.data;
      const by = { acknowledgedAt: metadata.time, acknowledgedBy: metadata.actor };
      return [changed(recorded, alertId, { status: 'acknowledged', ...by, acknowledgedComment: comment })];
    }
    case 'AlertResolved': {
      const { alertId, resolvedAt, comment } = event.data;
      const by = { resolvedAt, resolvedBy: metadata.actor, resolvedComment: comment };
      return [changed(recorded, alertId, { status: 'resolved', ...by })];
    }
    case 'AlertRuleMuted':
      return [newMute(recorded, event.data)];
    case 'AlertRuleUnmuted':
      return [deleteRow(alertMuteTable, { muteId: event.data.muteId })];
    case 'AlertPolicyChanged':
      return [upsertRow(alertPolicyTable, { accountId: event.data.accountId, rules: event.data.rules })];
  }
}

function newAlert({ position }: LedgerEvent, data: AlertRaised['data']): AlertRow {
  return {
    ...data,
    status: 'open',
    acknowledgedAt: null,
    acknowledgedBy: null,
    acknowledgedComment: null,
    resolvedAt: null,
    resolvedBy: null,
    resolvedComment: null,
    raisedPosition: position,
    position,
  };
}

function seenAgain({ severity, count, lastSeenAt, evidence, response }: AlertRecurred['data']) {
  // Nothing more to be done does not undo what was done.
  return { severity, count, lastSeenAt, evidence, ...(response === 'none' ? {} : { response }) };
}

function changed(
  { position }: LedgerEvent,
  alertId: string,
  columns: Partial<Omit<AlertRow, 'alertId'>>,
): RowChange {
  return patchRow(alertTable, { alertId }, { ...columns, position });
}

function newMute({ metadata, position }: LedgerEvent, data: AlertRuleMuted['data']): RowChange {
  const { muteId, accountId, rule, keyId, until, reason } = data;
  const muted = { mutedAt: metadata.time, mutedBy: metadata.actor, mutedPosition: position };
  return upsertRow(alertMuteTable, { muteId, accountId, rule, keyId, until, reason, ...muted });
}
