import type { RequestEvent } from '@keyledger/contracts';
import {
  type AccountNetworks,
  type DetectionPolicy,
  type KeyContext,
  type KeyWatch,
  type NetworkWatch,
  type UnknownKeysCount,
  detect,
  detectEnumeration,
  newKeyWatch,
  newNetworkWatch,
  newlyEstablished,
  sweep,
} from '@keyledger/usage';
import { Alerts } from './alerts.js';

/** Watches one key. */
export interface KeyDetector {
  readonly alerts: Alerts;
  see(events: readonly RequestEvent[], context: KeyContext, nowMs: number): void;
}

/** Watches one network. */
export interface NetworkDetector {
  readonly alerts: Alerts;
  see(count: UnknownKeysCount): void;
}

/** The product's rules, as the auditor runs them: what is remembered goes through JSON between batches. */
export class RulesOnKey implements KeyDetector {
  readonly alerts = new Alerts();
  bytesMost = 0;
  /** What the account is to hear of, since the last look. */
  established: AccountNetworks = [];
  private kept = JSON.stringify(newKeyWatch);

  constructor(private readonly policy: DetectionPolicy) {}

  see(events: readonly RequestEvent[], context: KeyContext, nowMs: number): void {
    const before = JSON.parse(this.kept) as KeyWatch;
    const detected = detect(before, events, context, this.policy, nowMs);
    const swept = sweep(detected.watch, context, this.policy, nowMs);
    for (const signal of [...detected.signals, ...swept.signals]) {
      this.alerts.add(signal.rule, context.keyId, Date.parse(signal.time));
    }
    this.established = newlyEstablished(before, swept.watch);
    this.kept = JSON.stringify(swept.watch);
    this.bytesMost = Math.max(this.bytesMost, this.kept.length);
  }
}

export class RulesOnNetwork implements NetworkDetector {
  readonly alerts = new Alerts();
  private watch: NetworkWatch = newNetworkWatch;

  constructor(private readonly policy: DetectionPolicy) {}

  see(count: UnknownKeysCount): void {
    const now = Date.parse(count.lastTime);
    const { watch, signals } = detectEnumeration(this.watch, [count], this.policy, now);
    this.watch = watch;
    for (const { rule, time } of signals) this.alerts.add(rule, count.network, Date.parse(time));
  }
}
