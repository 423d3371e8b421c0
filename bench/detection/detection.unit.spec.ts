import { describe, expect, it } from '@jest/globals';
import { defaultDetectionPolicy, keyWatchBytesMax, ruleIds } from '@keyledger/usage';
import { f1Of, judge, recallOf, sumOf } from './judge.js';
import { requestsOf } from './key-life.js';
import { bestThresholds } from './thresholds.js';
import { tryOut } from './trial.js';
import { worldOf } from './world.js';

/** Small: the benchmark is for the numbers, this for noticing that a rule has gone blind or mad. */
const size = { seed: 11, days: 70, ordinaryKeys: 15, incidentsPerRuleAndStrength: 1 };

describe('detection on generated traffic', () => {
  const trial = tryOut(size, defaultDetectionPolicy, bestThresholds);
  const byRules = judge(trial.incidents, trial.rules);
  const all = sumOf(Object.values(byRules));

  it('finds nearly all incidents, and some of every kind', () => {
    expect(trial.incidents).toHaveLength(30);
    expect(recallOf(all)).toBeGreaterThanOrEqual(0.85);
    for (const rule of ruleIds) expect([rule, recallOf(byRules[rule])]).not.toEqual([rule, 0]);
  });

  it('is seldom wrong', () => {
    expect((1_000 * all.falseAlerts) / trial.keyDays).toBeLessThanOrEqual(3);
  });

  it('does better than fixed thresholds', () => {
    const byThresholds = sumOf(Object.values(judge(trial.incidents, trial.thresholds)));
    expect(f1Of(all)).toBeGreaterThan(f1Of(byThresholds));
  });

  it('remembers no more of a key than it says', () => {
    expect(trial.watchBytesMost).toBeGreaterThan(0);
    expect(trial.watchBytesMost).toBeLessThan(keyWatchBytesMax);
  });
});

describe('the generator', () => {
  it('makes the same traffic of the same seed, and other traffic of another', () => {
    const trafficOf = (seed: number) =>
      worldOf({ ...size, seed, ordinaryKeys: 3, incidentsPerRuleAndStrength: 0 }).map((life) =>
        Array.from({ length: 48 }, (_, hour) => requestsOf(life, life.from + hour)),
      );
    expect(trafficOf(1)).toEqual(trafficOf(1));
    expect(trafficOf(1)).not.toEqual(trafficOf(2));
  });

  it('makes requests arrive out of order, none later than ten minutes', () => {
    const [life] = worldOf({ ...size, ordinaryKeys: 1, incidentsPerRuleAndStrength: 0 });
    if (life === undefined) throw new Error('An empty world.');
    const hours = Array.from({ length: 24 * 14 }, (_, hour) => requestsOf(life, life.from + hour));
    const latest = hours.flatMap((events) =>
      events.map(
        ({ time }, index) =>
          Math.max(...events.slice(0, index).map((e) => Date.parse(e.time))) - Date.parse(time),
      ),
    );
    expect(Math.max(...latest)).toBeGreaterThan(0);
    expect(Math.max(...latest)).toBeLessThanOrEqual(10 * 60_000);
  });
});
