import type { AlertRulePolicy } from './alert-policy.js';
import type { AlertEvidence, AlertRule, AlertSeverity } from './alert-rules.js';

interface AlertCommandBase {
  readonly accountId: string;
  /** When the command was received, epoch milliseconds. */
  readonly at: number;
}

/**
 * Given by Keyledger itself: all that a rule has seen of a key since its last alert was resolved. The count is absolute,
 * so the same report twice is one report.
 */
export interface ReportSignals extends AlertCommandBase {
  readonly type: 'ReportSignals';
  /** The alert that these signals are, or will be; another one once it has been resolved. */
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly keyId: string | null;
  readonly severity: AlertSeverity;
  readonly count: number;
  /** ISO 8601 UTC with milliseconds. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly evidence: AlertEvidence;
}

export interface AcknowledgeAlert extends AlertCommandBase {
  readonly type: 'AcknowledgeAlert';
  readonly alertId: string;
  readonly comment: string | null;
}

export interface ResolveAlert extends AlertCommandBase {
  readonly type: 'ResolveAlert';
  readonly alertId: string;
  readonly comment: string | null;
}

export interface MuteAlertRule extends AlertCommandBase {
  readonly type: 'MuteAlertRule';
  readonly muteId: string;
  readonly rule: AlertRule;
  readonly keyId: string | null;
  /** ISO 8601 with offset or Z; null: until it is unmuted. */
  readonly until: string | null;
  readonly reason: string;
}

export interface UnmuteAlertRule extends AlertCommandBase {
  readonly type: 'UnmuteAlertRule';
  readonly muteId: string;
}

/** Rules that it does not name are as everywhere from now on. */
export interface ChangeAlertPolicy extends AlertCommandBase {
  readonly type: 'ChangeAlertPolicy';
  readonly rules: Readonly<Record<string, AlertRulePolicy>>;
}

export type AlertCommand =
  ReportSignals | AcknowledgeAlert | ResolveAlert | MuteAlertRule | UnmuteAlertRule | ChangeAlertPolicy;
