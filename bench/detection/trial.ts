import type { RequestEvent } from '@keyledger/contracts';
import { type AccountNetworks, type DetectionPolicy, joinedNetworks, networksInUse } from '@keyledger/usage';
import type { Alert } from './alerts.js';
import { RulesOnKey, RulesOnNetwork } from './detectors.js';
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
  const keys = worldOf(size).map((life) => new WatchedLife(life, policy, thresholds));
  liveTogether(keys);
  for (const { life, rules, fixed } of keys) {
    said.rules.push(...rules.alerts.closed());
    said.thresholds.push(...fixed.alerts.closed());
    if (life.incident !== null) incidents.push({ subject: life.keyId, incident: life.incident });
  }
  const incidentsPerStrength = size.incidentsPerRuleAndStrength;
  for (const life of networksOf({ ...size, ordinaryNetworks: size.ordinaryKeys, incidentsPerStrength })) {
    const [rules, fixed] = [new RulesOnNetwork(policy), new ThresholdsOnNetwork(thresholds)];
    for (const count of life.counts) for (const detector of [rules, fixed]) detector.see(count);
    said.rules.push(...rules.alerts.closed());
    said.thresholds.push(...fixed.alerts.closed());
    if (life.incident !== null) incidents.push({ subject: life.network, incident: life.incident });
  }
  return {
    ...{ incidents, ...said },
    keyDays: keys.reduce((sum, { life }) => sum + (life.watchedTo - life.from) / 24, 0),
    requests: keys.reduce((sum, { requests }) => sum + requests, 0),
    watchBytesMost: Math.max(...keys.map(({ rules }) => rules.bytesMost)),
  };
}

/** Hour by hour, since keys of an account learn of one another where they are used. */
function liveTogether(keys: readonly WatchedLife[]): void {
  const accounts = new Map<string, AccountNetworks>();
  const from = Math.min(...keys.map(({ life }) => life.from));
  const to = Math.max(...keys.map(({ life }) => life.watchedTo));
  for (let hour = from; hour < to; hour += batchHours) {
    const nowMs = (hour + batchHours) * hourMs - 1;
    const known = new Map(
      [...accounts].map(([id, networks]) => [id, networksInUse(networks, nowMs)] as const),
    );
    for (const key of keys) {
      const { accountId } = key.life;
      const established = key.live(hour, nowMs, known.get(accountId) ?? noNetworks);
      if (established.length === 0) continue;
      accounts.set(accountId, joinedNetworks(accounts.get(accountId) ?? [], established));
    }
  }
}

const noNetworks: ReadonlySet<string> = new Set();

class WatchedLife {
  readonly rules: RulesOnKey;
  readonly fixed: ThresholdsOnKey;
  requests = 0;
  private accepted = 0;

  constructor(
    readonly life: KeyLife,
    policy: DetectionPolicy,
    thresholds: Thresholds,
  ) {
    this.rules = new RulesOnKey(policy);
    this.fixed = new ThresholdsOnKey(thresholds);
  }

  /** The hours of one batch; answers what the account is to hear of. */
  live(hour: number, nowMs: number, accountNetworks: ReadonlySet<string>): AccountNetworks {
    const { life } = this;
    if (hour < life.from || hour >= life.watchedTo) return [];
    if ((hour - life.from) % quotaPeriodHours === 0) this.accepted = 0;
    const events: RequestEvent[] = [];
    for (let part = 0; part < batchHours; part++) events.push(...requestsOf(life, hour + part));
    this.requests += events.length;
    this.accepted += events.filter(({ code }) => code === 'VALID').length;
    const context = { ...life.contextAt(nowMs, this.accepted), accountNetworks };
    for (const detector of [this.rules, this.fixed]) detector.see(events, context, nowMs);
    return this.rules.established;
  }
}
