import type { AlertEvent } from '@keyledger/domain';
import type { Signal } from '@keyledger/usage';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Why signals came to nothing. */
export type DroppedBecause = 'unwanted' | 'resolved' | 'too-many-open' | 'no-account';

/** What detection shows of itself. */
export class DetectionMetrics {
  private readonly signals: Counter<'rule' | 'severity'>;
  private readonly alerts: Counter<'event' | 'rule' | 'severity'>;
  private readonly dropped: Counter<'rule' | 'reason'>;
  private readonly failures: Counter<'scope'>;
  private readonly lastSweep: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.signals = new Counter({
      name: 'keyledger_detection_signals_total',
      help: 'What the rules have seen, by rule and severity.',
      labelNames: ['rule', 'severity'],
      registers,
    });
    this.alerts = new Counter({
      name: 'keyledger_detection_alerts_total',
      help: 'Events of alerts that came of signals (AlertRaised, AlertRecurred), by rule and severity.',
      labelNames: ['event', 'rule', 'severity'],
      registers,
    });
    this.dropped = new Counter({
      name: 'keyledger_detection_dropped_total',
      help: 'Groups of signals that came to nothing: unwanted (muted, or the rule is off), resolved, too-many-open, no-account.',
      labelNames: ['rule', 'reason'],
      registers,
    });
    this.failures = new Counter({
      name: 'keyledger_detection_failures_total',
      help: 'Keys that a rule failed on (rule), groups that could not be decided on (group), passes that an outage ended (pass).',
      labelNames: ['scope'],
      registers,
    });
    this.lastSweep = new Gauge({
      name: 'keyledger_detection_last_sweep_timestamp_seconds',
      help: 'When this process had last looked at all keys for what comes with time alone, as Unix time.',
      registers,
    });
  }

  seen(signals: readonly Signal[]): void {
    for (const { rule, severity } of signals) this.signals.inc({ rule, severity });
  }

  recorded({ type, data }: Extract<AlertEvent, { type: 'AlertRaised' | 'AlertRecurred' }>): void {
    this.alerts.inc({ event: type, rule: data.rule, severity: data.severity });
  }

  came(rule: string, reason: DroppedBecause): void {
    this.dropped.inc({ rule, reason });
  }

  failed(scope: 'rule' | 'group' | 'pass'): void {
    this.failures.inc({ scope });
  }

  swept(now: number): void {
    this.lastSweep.set(now / 1_000);
  }
}
