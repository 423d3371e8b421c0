import { packNumbers, unpackNumbers } from './compact-numbers.js';
import { hoursPerDay, hoursPerWeek } from './hours.js';
import type { KeptBaseline } from './kept-baseline.js';
import { withLesson } from './spread.js';
import { type Surges, surgeBefore, withSurge } from './surges.js';

/** From where on an hour is unusual. */
export interface UnusualHour {
  readonly factor: number;
  readonly deviations: number;
  readonly steadyFactor: number;
}

/** Weeks of an hour that its mean mostly rests on. */
const weeksRemembered = 4;
/** Smaller ones are nobody's concern. */
const surgeRequestsMin = 50;
/** A burst teaches its cell as if it had been no larger than this many times what was expected. */
const lessonFactorMax = 4;
/** Of requests in an hour below which nothing is told apart: without it, one request in a still night is a multiple. */
const noiseRequests = 3;
/** A key whose traffic grows, or that took over from another: expectations follow within a day, up to this. */
const levelMax = 3;

/** What was learnt of a key's rhythm: changes as hours are settled, in order. */
export class Baseline {
  private readonly cells: Float64Array;
  private from: number | null;
  private to: number;
  private dispersion: number;
  private recent: number;
  private recentExpected: number;
  private largest: number;
  private surges: Surges;

  constructor(kept: KeptBaseline) {
    this.cells = unpackNumbers(kept.cells, hoursPerWeek);
    this.from = kept.from;
    this.to = kept.to;
    this.dispersion = kept.dispersion;
    this.recent = kept.recent;
    this.recentExpected = kept.recentExpected;
    this.largest = kept.peak;
    this.surges = kept.surges;
  }

  keep(): KeptBaseline {
    const { from, to } = this;
    return {
      ...{ from, to, cells: packNumbers(this.cells), peak: this.largest, surges: this.surges },
      dispersion: rounded(this.dispersion),
      recent: rounded(this.recent),
      recentExpected: rounded(this.recentExpected),
    };
  }

  /** Hours that it rests on. */
  get hours(): number {
    return this.from === null ? 0 : this.to - this.from + 1;
  }

  /** Requests of the largest hour of all. */
  get peak(): number {
    return this.largest;
  }

  /** Requests of a mean hour. */
  get mean(): number {
    let sum = 0;
    for (const cell of this.cells) sum += cell;
    return sum / Math.max(1, Math.min(this.hours, hoursPerWeek));
  }

  /** Whether the largest hour of its week is more than so many times the mean hour. */
  hasJobs(steadyFactor: number): boolean {
    const least = steadyFactor * this.mean;
    return this.cells.some((cell) => cell > least);
  }

  /** Requests of an hour without the tenth of the week that brings most: what is no job. */
  get plainMean(): number {
    const plain = this.cells.toSorted().subarray(0, Math.floor(0.9 * hoursPerWeek));
    return plain.reduce((sum, cell) => sum + cell, 0) / plain.length;
  }

  /** How much more than its hours of the week say the key does at present, from 1 to `levelMax`. */
  get level(): number {
    const level = (this.recent + noiseRequests) / (this.recentExpected + noiseRequests);
    return Math.max(1, Math.min(levelMax, level));
  }

  /** Requests that the hour should bring; `level` as it is now, or as it was. */
  expected(hour: number, level = this.level): number {
    const weeks = this.weeksOf(hour);
    return (level * (weeks * this.cell(hour) + this.sameHourOfOtherDays(hour))) / (weeks + 1);
  }

  /** Requests that so many hours should bring (of more than a month, those of a month); null: a week is not known yet. */
  expectedIn(fromHour: number, hours: number): number | null {
    if (this.hours < hoursPerWeek) return null;
    let expected = 0;
    const level = this.level;
    for (let hour = 0; hour < Math.min(hours, forecastHoursMax); hour++)
      expected += this.expected(fromHour + hour, level);
    return expected;
  }

  /**
   * The most that the hour can be expected to bring: neighbouring hours count as its own (jobs start late, clocks are
   * put forward), what surged weeks or a month ago may do so again, and jobs are done on other days, too (those of a
   * month at the hour of those of a week).
   */
  most(hour: number, { factor, deviations, steadyFactor }: UnusualHour): number {
    const around = [hour - 1, hour, hour + 1];
    const job = this.hasJobs(steadyFactor) ? Math.max(...around.map((each) => this.mostOfDays(each))) : 0;
    const expected = Math.max(job, ...around.map((each) => this.expected(each)));
    const spread = deviations * Math.sqrt(this.dispersion * (expected + 1));
    const surge = surgeFactor * surgeBefore(this.surges, hour);
    return Math.max(factor * expected, expected + spread, surge);
  }

  /** Settles the next hour. */
  learn(hour: number, requests: number): void {
    this.largest = Math.max(this.largest, requests);
    const expected = this.expected(hour);
    const limit = lessonFactorMax * expected + noiseRequests * noiseRequests;
    if (this.hours >= hoursPerWeek) {
      const bounded = Math.min(requests, limit);
      this.dispersion = withLesson(this.dispersion, { requests: bounded, expected, mean: this.mean });
    }
    const isLearning = this.hours < 2 * hoursPerWeek || surgeBefore(this.surges, hour) > 0;
    if (requests > Math.max(limit, surgeRequestsMin)) this.surges = withSurge(this.surges, hour, requests);
    const lesson = isLearning ? requests : Math.min(requests, limit);
    this.from ??= hour;
    const weight = 1 / Math.min(this.weeksOf(hour) + 1, weeksRemembered);
    const cell = hour % hoursPerWeek;
    this.cells[cell] = (1 - weight) * this.cell(hour) + weight * lesson;
    this.to = hour;
    this.recent += (lesson - this.recent) / hoursPerDay;
    this.recentExpected += (this.cell(hour) - this.recentExpected) / hoursPerDay;
  }

  /** Of the seven days, the one that brings most at this hour. */
  private mostOfDays(hour: number): number {
    let most = 0;
    for (let day = 0; day < 7; day++) most = Math.max(most, this.cell(hour + day * hoursPerDay));
    return most;
  }

  private sameHourOfOtherDays(hour: number): number {
    let sum = 0;
    let known = 0;
    for (let day = 1; day < 7; day++) {
      const other = hour + day * hoursPerDay;
      if (this.weeksOf(other) === 0) continue;
      sum += this.cell(other);
      known += 1;
    }
    return known === 0 ? 0 : sum / known;
  }

  private cell(hour: number): number {
    return this.cells[hour % hoursPerWeek] ?? 0;
  }

  /** How often this hour of the week has been settled. */
  private weeksOf(hour: number): number {
    if (this.from === null) return 0;
    const sinceFirst = (((hour - this.from) % hoursPerWeek) + hoursPerWeek) % hoursPerWeek;
    const settled = this.to - this.from - sinceFirst;
    return settled < 0 ? 0 : Math.floor(settled / hoursPerWeek) + 1;
  }
}

const surgeFactor = 3;
const forecastHoursMax = 31 * hoursPerDay;

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
