import type { RequestEvent } from '@keyledger/contracts';
import type { DetectionPolicy } from '@keyledger/usage';
import type { Alert } from './alerts.js';
import { type KeyDetector, RulesOnKey, RulesOnNetwork } from './detectors.js';
import { hourMs } from './draw.js';
import { quotaPeriodHours } from './incidents.js';
import type { Judged } from './judge.js';
import { type KeyLife, requestsOf } from './key-life.js';
import { networksOf } from './networks.js';
import { type Thresholds, ThresholdsOnKey, ThresholdsOnNetwork } from './thresholds.js';
import { type WorldSize, worldOf } from './world.js';

/** What came of one world. */
export interface Trial {
  readonly incidents: readonly Judged[];
  readonly rules: readonly Alert[];
  readonly thresholds: readonly Alert[];
  readonly keyDays: number;
  readonly requests: number;
  /** Of the largest watch, as JSON. */
  readonly watchBytesMost: number;
}

/** Requests reach the rules in batches of these hours: nothing that they say depends on it. */
const batchHours = 6;

export function tryOut(size: WorldSize, policy: DetectionPolicy, thresholds: Thresholds): Trial {
  const incidents: Judged[] = [];
  const said = { rules: new Array<Alert>(), thresholds: new Array<Alert>() };
  let [keyDays, requests, watchBytesMost] = [0, 0, 0];
  for (const life of worldOf(size)) {
    const [rules, fixed] = [new RulesOnKey(policy), new ThresholdsOnKey(thresholds)];
    requests += live(life, [rules, fixed]);
    said.rules.push(...rules.alerts.closed());
    said.thresholds.push(...fixed.alerts.closed());
    if (life.incident !== null) incidents.push({ subject: life.keyId, incident: life.incident });
    keyDays += (life.watchedTo - life.from) / 24;
    watchBytesMost = Math.max(watchBytesMost, rules.bytesMost);
  }
  const incidentsPerStrength = size.incidentsPerRuleAndStrength;
  for (const life of networksOf({ ...size, ordinaryNetworks: size.ordinaryKeys, incidentsPerStrength })) {
    const [rules, fixed] = [new RulesOnNetwork(policy), new ThresholdsOnNetwork(thresholds)];
    for (const count of life.counts) for (const detector of [rules, fixed]) detector.see(count);
    said.rules.push(...rules.alerts.closed());
    said.thresholds.push(...fixed.alerts.closed());
    if (life.incident !== null) incidents.push({ subject: life.network, incident: life.incident });
  }
  return { incidents, ...said, keyDays, requests, watchBytesMost };
}

/** Answers how many requests there were. */
function live(life: KeyLife, detectors: readonly KeyDetector[]): number {
  let requests = 0;
  let accepted = 0;
  for (let hour = life.from; hour < life.watchedTo; hour += batchHours) {
    if ((hour - life.from) % quotaPeriodHours === 0) accepted = 0;
    const events: RequestEvent[] = [];
    for (let part = 0; part < batchHours; part++) events.push(...requestsOf(life, hour + part));
    requests += events.length;
    accepted += events.filter(({ code }) => code === 'VALID').length;
    const nowMs = (hour + batchHours) * hourMs - 1;
    const context = life.contextAt(nowMs, accepted);
    for (const detector of detectors) detector.see(events, context, nowMs);
  }
  return requests;
}
