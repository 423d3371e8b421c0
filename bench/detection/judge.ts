import { type RuleId, ruleIds } from '@keyledger/usage';
import type { Alert } from './alerts.js';
import { hourMs } from './draw.js';
import type { Incident, Strength } from './incident.js';

export interface Judged {
  readonly subject: string;
  readonly incident: Incident;
}

export interface RuleScore {
  readonly incidents: number;
  readonly found: number;
  /** Several of one incident count once. */
  readonly rightAlerts: number;
  readonly falseAlerts: number;
}

export type Scores = Readonly<Record<RuleId, RuleScore>>;

/**
 * How long after an incident an alert still counts as its own. Only whether a network has moved or joined takes days to
 * tell, of keys that are hardly used.
 */
const laterMs: Partial<Record<RuleId, number>> = { 'new-network': 4 * 24 * hourMs };
const otherwiseLaterMs = 24 * hourMs;

export function judge(incidents: readonly Judged[], alerts: readonly Alert[]): Scores {
  const bySubject = groupedBySubject(incidents);
  const isRight = (alert: Alert): boolean =>
    (bySubject.get(alert.subject) ?? []).some(
      ({ incident }) => incident.shows.includes(alert.rule) && overlap(alert, incident),
    );
  const alertsBySubject = groupedBySubject(alerts);
  const isFound = ({ subject, incident }: Judged): boolean =>
    (alertsBySubject.get(subject) ?? []).some(
      (alert) => alert.rule === incident.rule && overlap(alert, incident),
    );
  const score = (rule: RuleId): RuleScore => {
    const ofRule = incidents.filter(({ incident }) => incident.rule === rule);
    const said = alerts.filter((alert) => alert.rule === rule);
    const right = said.filter(isRight);
    return {
      incidents: ofRule.length,
      found: ofRule.filter(isFound).length,
      rightAlerts: new Set(right.map(({ subject }) => subject)).size,
      falseAlerts: said.length - right.length,
    };
  };
  return Object.fromEntries(ruleIds.map((rule) => [rule, score(rule)])) as Record<RuleId, RuleScore>;
}

function groupedBySubject<T extends { readonly subject: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.subject);
    if (group === undefined) groups.set(item.subject, [item]);
    else group.push(item);
  }
  return groups;
}

function overlap(alert: Alert, { rule, from, to }: Incident): boolean {
  const later = Math.max(laterMs[alert.rule] ?? otherwiseLaterMs, laterMs[rule] ?? 0);
  return alert.lastMs >= from * hourMs && alert.firstMs < to * hourMs + later;
}

export function sumOf(scores: readonly RuleScore[]): RuleScore {
  const sum = (of: (score: RuleScore) => number): number =>
    scores.reduce((total, score) => total + of(score), 0);
  return {
    incidents: sum(({ incidents }) => incidents),
    found: sum(({ found }) => found),
    rightAlerts: sum(({ rightAlerts }) => rightAlerts),
    falseAlerts: sum(({ falseAlerts }) => falseAlerts),
  };
}

export function recallOf({ incidents, found }: RuleScore): number {
  return incidents === 0 ? 1 : found / incidents;
}

export function precisionOf({ rightAlerts, falseAlerts }: RuleScore): number {
  const all = rightAlerts + falseAlerts;
  return all === 0 ? 1 : rightAlerts / all;
}

export function f1Of(score: RuleScore): number {
  const [precision, recall] = [precisionOf(score), recallOf(score)];
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

export function recallByStrength(
  incidents: readonly Judged[],
  alerts: readonly Alert[],
  strength: Strength,
): Readonly<Record<RuleId, number>> {
  const some = incidents.filter(({ incident }) => incident.strength === strength);
  const scores = judge(some, alerts);
  return Object.fromEntries(ruleIds.map((rule) => [rule, recallOf(scores[rule])])) as Record<RuleId, number>;
}
