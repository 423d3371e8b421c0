import type { RequestEvent } from '@keyledger/contracts';
import type { Finding } from './finding.js';
import { hourMs, hourOfMs, isoOfMs, minuteMs } from './hours.js';
import { hourRules } from './hour-rules.js';
import type { KeyContext } from './key-context.js';
import type { KeyWatch } from './key-watch.js';
import type { DetectionPolicy } from './policy.js';
import { expiryNear } from './rules/expiry-near.js';
import { type Forecast, quotasNearlySpent } from './rules/quota-nearly-spent.js';
import { rotationNotDraining } from './rules/rotation-not-draining.js';
import type { RuleId, Signal } from './signal.js';
import { Watching } from './watching.js';

export interface Detected {
  readonly watch: KeyWatch;
  readonly signals: readonly Signal[];
}

export interface DetectedInRequests extends Detected {
  /** Requests that came too late to be looked at (those with an ended key are, even then). */
  readonly tooLate: number;
}

/** Requests that are dated later than this after `now` count as of now: somebody's clock has stepped. */
const clockAheadMs = 5 * minuteMs;

/**
 * What these requests of one key show, given what was remembered of it. Repeats must have been dropped. Which rules
 * speak of which hours does not depend on the order of requests, as long as none is later than an hour; only the counts
 * in the evidence are those of the moment. `now` in epoch milliseconds.
 */
export function detect(
  watch: KeyWatch,
  events: readonly RequestEvent[],
  context: KeyContext,
  policy: DetectionPolicy,
  now: number,
): DetectedInRequests {
  const watching = new Watching(watch, context, policy);
  const signals: Signal[] = [];
  let tooLate = 0;
  for (const event of events) {
    const claimed = Date.parse(event.time);
    const atMs = claimed > now + clockAheadMs ? now : claimed;
    signals.push(...beginHours(watching, hourOfMs(atMs), context, policy));
    if (!watching.add(event, atMs)) tooLate += 1;
  }
  signals.push(...speakOfHours(watching, context, policy));
  return { watch: watching.keep(), signals, tooLate };
}

/** Late requests are waited for so long before the clock begins an hour that no request has begun. */
const waitedMs = 10 * minuteMs;

/**
 * What has come with time alone (expiries, ends of rotations, quotas; hours that have passed), to be asked every few
 * minutes to an hour of every key; of one that has ended, what was seen before its end was known here. What has been said
 * is not repeated. `now` in epoch milliseconds.
 */
export function sweep(watch: KeyWatch, context: KeyContext, policy: DetectionPolicy, now: number): Detected {
  const watching = new Watching(watch, context, policy);
  const signals: Signal[] = [];
  if (watching.newestHour !== null) {
    signals.push(...beginHours(watching, hourOfMs(now - waitedMs), context, policy));
  }
  if (context.ended !== null) {
    signals.push(...speakOfHours(watching, context, policy));
    return { watch: watching.keep(), signals };
  }
  const found = timeRules(watching, context, policy, now);
  const said = found.map(([rule, { severity }, about]) => `${rule} ${severity} ${about}`);
  found.forEach(([rule, finding], index) => {
    if (watch.said.includes(said[index] ?? '')) return;
    signals.push(signalOf(rule, finding, context, now));
  });
  return {
    watch: watching.keep([...new Set([...watch.said, ...said])].slice(-saidMax)),
    signals,
  };
}

/** A key has at most eight limits, of which each may be spoken of twice. */
const saidMax = 24;

type TimeFinding = readonly [rule: RuleId, finding: Finding, about: string];

function timeRules(
  { lastUsedMs, learnt }: Watching,
  context: KeyContext,
  policy: DetectionPolicy,
  now: number,
): readonly TimeFinding[] {
  const forecast: Forecast = (from, hours) => learnt.baseline.expectedIn(from, hours);
  const quotas = quotasNearlySpent(context, policy['quota-nearly-spent'], forecast, now);
  const candidates: readonly (readonly [RuleId, Finding | null, string | number])[] = [
    ['expiry-near', expiryNear(context, policy['expiry-near'], lastUsedMs, now), context.expiresAtMs ?? ''],
    [
      'rotation-not-draining',
      rotationNotDraining(context, policy['rotation-not-draining'], lastUsedMs, now),
      context.rotation?.overlapEndsAtMs ?? '',
    ],
    ...quotas.map(([about, finding]) => ['quota-nearly-spent', finding, about] as const),
  ];
  return candidates.flatMap(([rule, finding, about]) =>
    finding === null ? [] : [[rule, finding, String(about)] as const],
  );
}

/** Begins all hours up to this one. Each rule has its last word on an hour before late requests can no longer come. */
function beginHours(
  watching: Watching,
  target: number,
  context: KeyContext,
  policy: DetectionPolicy,
): readonly Signal[] {
  const signals: Signal[] = [];
  while ((watching.newestHour ?? -1) < target) {
    signals.push(...speakOfHours(watching, context, policy));
    const finding = watching.beginHour(target);
    const hour = watching.newestHour ?? target;
    if (finding !== null) signals.push(signalOf('new-network', finding, context, hour * hourMs));
  }
  return signals;
}

function speakOfHours(watching: Watching, context: KeyContext, policy: DetectionPolicy): readonly Signal[] {
  const signals: Signal[] = [];
  for (const seen of watching.hours()) {
    const { hour } = seen;
    if (hour.requests === 0 && hour.ended === 0) continue;
    for (const [rule, find] of hourRules) {
      if (hour.said.has(rule)) continue;
      const finding = find(seen, policy);
      if (finding === null) continue;
      hour.said.add(rule);
      const atMs = rule === 'ended-key-used' ? hour.lastEndedMs : hour.lastMs;
      signals.push(signalOf(rule, finding, context, atMs));
    }
  }
  return signals;
}

function signalOf(
  rule: RuleId,
  { severity, evidence }: Finding,
  { accountId, keyId }: KeyContext,
  atMs: number,
): Signal {
  return { rule, accountId, keyId, time: isoOfMs(atMs), severity, evidence };
}
