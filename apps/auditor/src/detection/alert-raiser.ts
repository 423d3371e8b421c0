import { type AccountState, type Refusal, openAlertOf, recurrenceMsMax } from '@keyledger/domain';
import { type Clock, isError } from '@keyledger/platform';
import { type SignalGroup, beginAnew, noteDecision, waitingGroups } from '@keyledger/read-models';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { AlertCommands } from './alert-commands.js';
import { isDetectionOutage } from './detection-outage.js';
import type { DetectionMetrics } from './detection-metrics.js';

export interface AlertRaiserParts {
  readonly pool: pg.Pool;
  readonly commands: AlertCommands;
  readonly clock: Clock;
  readonly metrics: DetectionMetrics;
  readonly logger: Logger;
}

/** Groups that are read at once. */
export const groupsMax = 200;

/**
 * Makes alerts of what the rules have seen. The signals were stored in the transaction that counted the requests, as one
 * sum for each rule and key; the account's stream decides on that sum. So whatever a crash or an outage leaves undone is
 * done by the next pass, in this process or another, and what was done already is no second alert.
 */
export class AlertRaiser {
  constructor(private readonly parts: AlertRaiserParts) {}

  /** Decides on everything that waits. Stops between two groups when `signal` aborts. Rejects on an outage. */
  async pass(signal: AbortSignal): Promise<void> {
    const { pool, clock } = this.parts;
    let isMore = true;
    while (isMore && !signal.aborted) {
      const decidedBefore = clock.now() - recurrenceMsMax;
      const groups = await waitingGroups(pool, { decidedBefore, groupsMax });
      const decided = await this.decideEach(groups, signal);
      isMore = groups.length === groupsMax && decided === groupsMax;
    }
  }

  /** How many of them it has decided on. */
  private async decideEach(groups: readonly SignalGroup[], signal: AbortSignal): Promise<number> {
    let decided = 0;
    for (const group of groups) {
      if (signal.aborted) break;
      if (await this.decided(group)) decided++;
    }
    return decided;
  }

  /** A group that cannot be decided on must not keep the others waiting. */
  private async decided(group: SignalGroup): Promise<boolean> {
    const { metrics, logger } = this.parts;
    try {
      await this.decide(group);
      return true;
    } catch (error) {
      if (isDetectionOutage(error)) throw error;
      metrics.failed('group');
      const { accountId, rule, keyId } = group;
      const reason = isError(error) ? error.message : String(error);
      logger.error({ accountId, rule, keyId, reason, err: error }, 'signals could not be decided on');
      return false;
    }
  }

  private async decide(group: SignalGroup): Promise<void> {
    const { commands, clock, metrics } = this.parts;
    const { accountId, alertId, rule, keyId, severity, evidence } = group;
    const outcome = await commands.report({
      ...{ type: 'ReportSignals', at: clock.now(), accountId, alertId, rule, keyId, severity, evidence },
      count: group.signals,
      firstSeenAt: group.firstTime,
      lastSeenAt: group.lastTime,
    });
    if (outcome.outcome === 'refused') return this.refused(group, outcome.refusal);
    if (outcome.outcome !== 'recorded' && outcome.outcome !== 'unchanged') return;
    for (const event of outcome.events) {
      if (event.type === 'AlertRaised' || event.type === 'AlertRecurred') metrics.recorded(event);
    }
    await this.accepted(group, outcome.state);
  }

  private async accepted(group: SignalGroup, state: AccountState): Promise<void> {
    const { pool, clock, metrics } = this.parts;
    const open = state.status === 'absent' ? undefined : openAlertOf(state.alerts, group);
    if (open === undefined) {
      metrics.came(group.rule, 'unwanted');
      return beginAnew(pool, group, group.signals);
    }
    await noteDecision(pool, group, { recorded: open.count, at: clock.now() });
  }

  private async refused(group: SignalGroup, { code, detail }: Refusal): Promise<void> {
    const { pool, clock, metrics } = this.parts;
    switch (code) {
      case 'ALERT_ALREADY_RESOLVED':
        return this.resolved(group);
      case 'TOO_MANY_OPEN_ALERTS':
        metrics.came(group.rule, 'too-many-open');
        return noteDecision(pool, group, { recorded: 0, at: clock.now() });
      case 'ACCOUNT_NOT_FOUND':
        metrics.came(group.rule, 'no-account');
        return beginAnew(pool, group, group.signals);
      default:
        throw new Error(`A report was refused with ${code}: ${detail}`);
    }
  }

  /** What was seen before somebody was done with it is done with too; what was seen later is another alert's. */
  private async resolved(group: SignalGroup): Promise<void> {
    const { pool, commands, metrics } = this.parts;
    const alerts = await commands.alertsOf(group.accountId);
    const resolved = alerts?.resolved.find(({ alertId }) => alertId === group.alertId);
    const isLater = resolved !== undefined && group.lastTime > resolved.resolvedAt;
    if (!isLater) metrics.came(group.rule, 'resolved');
    await beginAnew(pool, group, isLater ? group.decided : group.signals);
  }
}
