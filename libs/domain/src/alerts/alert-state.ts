import type { AlertMute } from './alert-events.js';
import type { AlertPolicy } from './alert-policy.js';
import type { AlertResponse, AlertRule, AlertSeverity } from './alert-rules.js';

export interface OpenAlert {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly keyId: string | null;
  readonly severity: AlertSeverity;
  /** As last recorded. */
  readonly count: number;
  readonly lastSeenAt: string;
  readonly acknowledged: boolean;
  readonly response: AlertResponse;
}

export interface ResolvedAlert {
  readonly alertId: string;
  readonly resolvedAt: string;
}

/** What an account has to know of its alerts to decide: bounded, however many there have been. */
export interface AlertsState {
  /** At most `openAlertsMax`, oldest first; one for each rule and key. */
  readonly open: readonly OpenAlert[];
  /** The last `resolvedAlertsMax`, so that a late report does not raise again what somebody has just resolved. */
  readonly resolved: readonly ResolvedAlert[];
  /** At most `alertMutesMax`; some may be over. */
  readonly mutes: readonly AlertMute[];
  readonly policy: AlertPolicy;
}

export const openAlertsMax = 500;
export const resolvedAlertsMax = 500;
export const alertMutesMax = 200;

export const noAlerts: AlertsState = { open: [], resolved: [], mutes: [], policy: {} };

export function openAlertOf(
  { open }: AlertsState,
  { rule, keyId }: Pick<OpenAlert, 'rule' | 'keyId'>,
): OpenAlert | undefined {
  return open.find((alert) => alert.rule === rule && alert.keyId === keyId);
}

/** Whether nobody wants to hear of the rule about the key at this time (epoch milliseconds). */
export function isMuted(
  { mutes }: AlertsState,
  { rule, keyId }: Pick<OpenAlert, 'rule' | 'keyId'>,
  at: number,
): boolean {
  return mutes.some(
    (mute) => mute.rule === rule && (mute.keyId === null || mute.keyId === keyId) && !isOver(mute, at),
  );
}

export function isOver({ until }: Pick<AlertMute, 'until'>, at: number): boolean {
  return until !== null && Date.parse(until) <= at;
}
