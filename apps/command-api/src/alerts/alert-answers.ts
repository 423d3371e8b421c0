import type { AlertAnswer, AlertMuteAnswer } from '@keyledger/contracts';
import type { AlertMuteRow, AlertRow } from '@keyledger/read-models';

export function alertAnswer(row: AlertRow): AlertAnswer {
  return {
    id: row.alertId,
    account: row.accountId,
    rule: row.rule,
    severity: row.severity,
    status: row.status,
    keyId: row.keyId,
    count: row.count,
    firstSeenAt: row.firstSeenAt,
    lastSeenAt: row.lastSeenAt,
    evidence: Object.fromEntries(Object.entries(row.evidence).map(([name, value]) => [name, shown(value)])),
    response: row.response,
    comment: row.resolvedComment ?? row.acknowledgedComment,
    acknowledgedAt: row.acknowledgedAt,
    acknowledgedBy: row.acknowledgedBy,
    resolvedAt: row.resolvedAt,
    resolvedBy: row.resolvedBy,
  };
}

function shown(value: AlertRow['evidence'][string]): AlertAnswer['evidence'][string] {
  return typeof value === 'object' ? [...value] : value;
}

export function muteAnswer(row: Omit<AlertMuteRow, 'accountId' | 'mutedPosition'>): AlertMuteAnswer {
  const { muteId: id, rule, keyId, until, reason, mutedAt, mutedBy } = row;
  return { id, rule, keyId, until, reason, mutedAt, mutedBy };
}
