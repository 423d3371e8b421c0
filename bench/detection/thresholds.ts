import type { RequestEvent } from '@keyledger/contracts';
import type { KeyContext, UnknownKeysCount } from '@keyledger/usage';
import { Alerts } from './alerts.js';
import type { KeyDetector, NetworkDetector } from './detectors.js';
import { dayHours, hourMs } from './draw.js';

/**
 * What one would set up without baselines: a number for each thing, the same for every key, with an hour's counts, the
 * networks a key has ever come from, and its last use to go by. The numbers are the best of those that were tried on the
 * seed that the rules are tuned on, so that the comparison is about what rules know, not about who chose better.
 */
export interface Thresholds {
  readonly learningDays: number;
  readonly requestsPerHour: number;
  readonly networksPerHour: number;
  readonly refusedPerHour: number;
  readonly unusedDays: number;
  /** With an ended key, within an hour. */
  readonly endedRequests: number;
  readonly overlapLeftShare: number;
  readonly expiryDays: number;
  readonly quotaShare: number;
  readonly unknownPerHour: number;
}

export const bestThresholds: Thresholds = {
  learningDays: 42,
  requestsPerHour: 300,
  networksPerHour: 12,
  refusedPerHour: 7,
  unusedDays: 40,
  endedRequests: 1,
  overlapLeftShare: 0.25,
  expiryDays: 7,
  quotaShare: 0.95,
  unknownPerHour: 40,
};

interface HourCounts {
  requests: number;
  refused: number;
  ended: number;
  readonly networks: Set<string>;
}

export class ThresholdsOnKey implements KeyDetector {
  readonly alerts = new Alerts();
  private readonly networks = new Set<string>();
  private readonly hours = new Map<number, HourCounts>();
  private firstMs: number | null = null;
  private lastUsedMs: number | null = null;

  constructor(private readonly thresholds: Thresholds) {}

  see(events: readonly RequestEvent[], context: KeyContext, nowMs: number): void {
    for (const event of events) this.seeOne(event, Date.parse(event.time), context.keyId);
    const newest = Math.floor(nowMs / hourMs);
    for (const hour of this.hours.keys()) if (hour < newest - 8) this.hours.delete(hour);
    this.seeTime(context, nowMs);
  }

  private seeOne(event: RequestEvent, atMs: number, keyId: string): void {
    const { thresholds } = this;
    const counts = this.hourOf(atMs);
    const say = (rule: Parameters<Alerts['add']>[0]): void => this.alerts.add(rule, keyId, atMs);
    counts.requests += 1;
    if (counts.requests > thresholds.requestsPerHour) say('burst');
    if (event.code === 'INSUFFICIENT_SCOPE' && ++counts.refused >= thresholds.refusedPerHour)
      say('scope-probing');
    if (event.code.startsWith('KEY_') && ++counts.ended >= thresholds.endedRequests) say('ended-key-used');
    if (event.code !== 'VALID') return;
    this.firstMs ??= atMs;
    if (this.lastUsedMs !== null && atMs - this.lastUsedMs > thresholds.unusedDays * dayHours * hourMs)
      say('dormant-awake');
    this.lastUsedMs = Math.max(atMs, this.lastUsedMs ?? atMs);
    const network = (event.clientAddress ?? '').split('.').slice(0, 3).join('.');
    counts.networks.add(network);
    if (counts.networks.size > thresholds.networksPerHour) say('many-networks');
    const isLearning = atMs - this.firstMs < thresholds.learningDays * dayHours * hourMs;
    if (!isLearning && !this.networks.has(network)) say('new-network');
    this.networks.add(network);
  }

  private seeTime({ keyId, ended, rotation, expiresAtMs, quotas }: KeyContext, nowMs: number): void {
    const { overlapLeftShare, expiryDays, quotaShare } = this.thresholds;
    const dayMs = dayHours * hourMs;
    const wasUsedToday = this.lastUsedMs !== null && nowMs - this.lastUsedMs < dayMs;
    if (ended !== null) return;
    if (rotation?.overlapEndsAtMs != null && wasUsedToday) {
      const leftMs = rotation.overlapEndsAtMs - nowMs;
      const isNearlyOver = leftMs < overlapLeftShare * (rotation.overlapEndsAtMs - rotation.startedAtMs);
      if (isNearlyOver) this.alerts.add('rotation-not-draining', keyId, nowMs);
    }
    const expiresSoon = expiresAtMs !== null && rotation === null && expiresAtMs - nowMs < expiryDays * dayMs;
    if (expiresSoon && wasUsedToday) this.alerts.add('expiry-near', keyId, nowMs);
    if (quotas.some(({ used, limit }) => used >= quotaShare * limit))
      this.alerts.add('quota-nearly-spent', keyId, nowMs);
  }

  private hourOf(atMs: number): HourCounts {
    const hour = Math.floor(atMs / hourMs);
    let counts = this.hours.get(hour);
    if (counts === undefined) {
      counts = { requests: 0, refused: 0, ended: 0, networks: new Set() };
      this.hours.set(hour, counts);
    }
    return counts;
  }
}

export class ThresholdsOnNetwork implements NetworkDetector {
  readonly alerts = new Alerts();
  private hour = 0;
  private requests = 0;

  constructor(private readonly thresholds: Thresholds) {}

  see({ network, requests, lastTime }: UnknownKeysCount): void {
    const atMs = Date.parse(lastTime);
    const hour = Math.floor(atMs / hourMs);
    this.requests = (hour === this.hour ? this.requests : 0) + requests;
    this.hour = hour;
    if (this.requests >= this.thresholds.unknownPerHour) this.alerts.add('enumeration', network, atMs);
  }
}
