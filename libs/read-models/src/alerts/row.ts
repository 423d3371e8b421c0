import type { AlertEvidence, AlertPolicy, AlertResponse, AlertRule, AlertSeverity } from '@keyledger/domain';
import { entityOf } from '../entity.js';
import type { TableOf } from '../table.js';

export type AlertStatus = 'open' | 'acknowledged' | 'resolved';

export type AlertRow = {
  readonly alertId: string;
  readonly accountId: string;
  readonly rule: AlertRule;
  readonly keyId: string | null;
  readonly severity: AlertSeverity;
  readonly status: AlertStatus;
  /** As last recorded: see `recurs` of the domain. */
  readonly count: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly evidence: AlertEvidence;
  /** What was to be done to the key because of it. */
  readonly response: AlertResponse;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedComment: string | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string | null;
  readonly resolvedComment: string | null;
  readonly raisedPosition: bigint;
  /** Of its last event. */
  readonly position: bigint;
};

export const alertTable: TableOf<AlertRow, 'alertId'> = {
  schema: 'read',
  name: 'alert',
  primaryKey: ['alertId'],
  columns: {
    alertId: 'text',
    accountId: 'text',
    rule: 'text',
    keyId: 'text',
    severity: 'text',
    status: 'text',
    count: 'integer',
    firstSeenAt: 'timestamptz',
    lastSeenAt: 'timestamptz',
    evidence: 'jsonb',
    response: 'text',
    acknowledgedAt: 'timestamptz',
    acknowledgedBy: 'text',
    acknowledgedComment: 'text',
    resolvedAt: 'timestamptz',
    resolvedBy: 'text',
    resolvedComment: 'text',
    raisedPosition: 'bigint',
    position: 'bigint',
  },
};

export type AlertMuteRow = {
  readonly muteId: string;
  readonly accountId: string;
  readonly rule: AlertRule;
  readonly keyId: string | null;
  readonly until: string | null;
  readonly reason: string;
  readonly mutedAt: string;
  readonly mutedBy: string;
  readonly mutedPosition: bigint;
};

export const alertMuteTable: TableOf<AlertMuteRow, 'muteId'> = {
  schema: 'read',
  name: 'alert_mute',
  primaryKey: ['muteId'],
  columns: {
    muteId: 'text',
    accountId: 'text',
    rule: 'text',
    keyId: 'text',
    until: 'timestamptz',
    reason: 'text',
    mutedAt: 'timestamptz',
    mutedBy: 'text',
    mutedPosition: 'bigint',
  },
};

/** Of accounts that have chosen one. */
export type AlertPolicyRow = { readonly accountId: string; readonly rules: AlertPolicy };

export const alertPolicyTable: TableOf<AlertPolicyRow, 'accountId'> = {
  schema: 'read',
  name: 'alert_policy',
  primaryKey: ['accountId'],
  columns: { accountId: 'text', rules: 'jsonb' },
};

export const alertEntity = entityOf<AlertRow>('Alert', alertTable);
export const alertMuteEntity = entityOf<AlertMuteRow>('AlertMute', alertMuteTable);
