import type { AlertPolicy } from './alert-policy.js';
import type { AlertEvidence, AlertResponse, AlertRule, AlertSeverity } from './alert-rules.js';

/** What never changes about an alert. */
interface AlertIdentity {
  readonly accountId: string;
  readonly alertId: string;
  readonly rule: AlertRule;
  /** Null: it is about the account as a whole. */
  readonly keyId: string | null;
}

/** What has been seen so far. */
interface Sighting {
  readonly severity: AlertSeverity;
  /** Signals since the first. */
  readonly count: number;
  /** ISO 8601 UTC with milliseconds, as is the other. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Of the latest signal. */
  readonly evidence: AlertEvidence;
  /** What is to be done to the key because of this event: decided by the account's policy, done by a command. */
  readonly response: AlertResponse;
}

export interface AlertRaised {
  readonly type: 'AlertRaised';
  readonly data: AlertIdentity & Sighting;
}

/** Not one for each signal: see `recurs`. */
export interface AlertRecurred {
  readonly type: 'AlertRecurred';
  readonly data: AlertIdentity & Sighting;
}

export interface AlertAcknowledged {
  readonly type: 'AlertAcknowledged';
  readonly data: AlertIdentity & { readonly comment: string | null };
}

export interface AlertResolved {
  readonly type: 'AlertResolved';
  readonly data: AlertIdentity & {
    readonly comment: string | null;
    /** ISO 8601 UTC with milliseconds: signals up to here are done with. */
    readonly resolvedAt: string;
  };
}

export interface AlertMute {
  readonly muteId: string;
  readonly rule: AlertRule;
  /** Null: of every key. */
  readonly keyId: string | null;
  /** ISO 8601 UTC with milliseconds; null: until somebody unmutes it. */
  readonly until: string | null;
  readonly reason: string;
}

export interface AlertRuleMuted {
  readonly type: 'AlertRuleMuted';
  readonly data: { readonly accountId: string } & AlertMute;
}

export interface AlertRuleUnmuted {
  readonly type: 'AlertRuleUnmuted';
  readonly data: { readonly accountId: string } & Pick<AlertMute, 'muteId' | 'rule' | 'keyId'>;
}

/** The whole policy as it is from now on. */
export interface AlertPolicyChanged {
  readonly type: 'AlertPolicyChanged';
  readonly data: { readonly accountId: string; readonly rules: AlertPolicy };
}

/** Not what a verdict depends on. */
export function isAlertEvent(event: { readonly type: string }): event is AlertEvent {
  return Object.hasOwn(alertEventTypes, event.type);
}

export const alertEventTypes: Readonly<Record<AlertEvent['type'], true>> = {
  AlertRaised: true,
  AlertRecurred: true,
  AlertAcknowledged: true,
  AlertResolved: true,
  AlertRuleMuted: true,
  AlertRuleUnmuted: true,
  AlertPolicyChanged: true,
};

export type AlertEvent =
  | AlertRaised
  | AlertRecurred
  | AlertAcknowledged
  | AlertResolved
  | AlertRuleMuted
  | AlertRuleUnmuted
  | AlertPolicyChanged;
