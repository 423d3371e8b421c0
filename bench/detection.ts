import { defaultDetectionPolicy, ruleIds } from '@keyledger/usage';
import type { Benchmark, BenchmarkResult } from './benchmark.js';
import { strengths } from './detection/incident.js';
import {
  type RuleScore,
  type Scores,
  f1Of,
  judge,
  precisionOf,
  recallByStrength,
  recallOf,
  sumOf,
} from './detection/judge.js';
import { bestThresholds } from './detection/thresholds.js';
import { type Trial, tryOut } from './detection/trial.js';

/** The rules were made on other seeds. */
const reportedSeeds = [51, 52, 53, 54, 55, 56];
const size = { days: 84, ordinaryKeys: 300, incidentsPerRuleAndStrength: 5 };

/** Precision and recall of every rule on traffic whose incidents are known. */
export const detection: Benchmark = {
  name: 'detection',
  describe:
    'F1 of the detection rules over F1 of fixed thresholds, on generated traffic with known incidents.',
  run: async () => resultOf(seedsAsked().map(trialOf)),
};

function seedsAsked(): readonly number[] {
  const given = process.argv.indexOf('--seed');
  return given < 0 ? reportedSeeds : [Number(process.argv[given + 1])];
}

function trialOf(seed: number): Trial {
  const trial = tryOut({ seed, ...size }, defaultDetectionPolicy, bestThresholds);
  process.stderr.write(`seed ${seed}: ${trial.requests} requests, ${trial.incidents.length} incidents\n`);
  return trial;
}

function resultOf(trials: readonly Trial[]): BenchmarkResult {
  const incidents = trials.flatMap((trial, index) =>
    trial.incidents.map(({ subject, incident }) => ({ subject: `${index} ${subject}`, incident })),
  );
  const alertsOf = (by: 'rules' | 'thresholds') =>
    trials.flatMap((trial, index) =>
      trial[by].map((alert) => ({ ...alert, subject: `${index} ${alert.subject}` })),
    );
  const [byRules, byThresholds] = [
    judge(incidents, alertsOf('rules')),
    judge(incidents, alertsOf('thresholds')),
  ];
  const keyDays = Math.round(trials.reduce((sum, trial) => sum + trial.keyDays, 0));
  const [ours, theirs] = [sumOf(Object.values(byRules)), sumOf(Object.values(byThresholds))];
  const recalls = strengths.map((strength) => recallByStrength(incidents, alertsOf('rules'), strength));
  const rules = ruleIds.map((rule) => [
    rule,
    { ...figures(byRules[rule]), recallByStrength: recalls.map((recall) => rounded(recall[rule])) },
  ]);
  return {
    ratio: rounded(meanF1(byRules) / meanF1(byThresholds)),
    ratioOfPooledAlerts: rounded(f1Of(ours) / f1Of(theirs)),
    meanF1: rounded(meanF1(byRules)),
    ...figures(ours),
    falseAlertsPer1000KeyDays: rounded((1_000 * ours.falseAlerts) / keyDays),
    rules: Object.fromEntries(rules) as Readonly<Record<string, unknown>>,
    thresholds: {
      meanF1: rounded(meanF1(byThresholds)),
      ...figures(theirs),
      falseAlertsPer1000KeyDays: rounded((1_000 * theirs.falseAlerts) / keyDays),
      rules: Object.fromEntries(ruleIds.map((rule) => [rule, figures(byThresholds[rule])])),
    },
    ...{ keyDays, requests: trials.reduce((sum, trial) => sum + trial.requests, 0) },
    watchBytesMost: Math.max(...trials.map((trial) => trial.watchBytesMost)),
  };
}

/** Every rule counts the same: pooled, the rule that is most often wrong would decide alone. */
function meanF1(scores: Scores): number {
  return ruleIds.reduce((sum, rule) => sum + f1Of(scores[rule]), 0) / ruleIds.length;
}

function figures(score: RuleScore) {
  const { incidents, found, rightAlerts, falseAlerts } = score;
  return {
    precision: rounded(precisionOf(score)),
    recall: rounded(recallOf(score)),
    f1: rounded(f1Of(score)),
    ...{ incidents, found, rightAlerts, falseAlerts },
  };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
