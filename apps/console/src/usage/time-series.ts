import { type Period, bucketMs } from './ranges.js';

/** Requests of a bucket that have something in common: an outcome, an operation, a network. */
export interface Counted {
  readonly start: string;
  readonly name: string;
  readonly count: number;
}

/** A row of the chart: its start, and how many of each series there were. */
export interface Row {
  readonly start: string;
  /** In the order of `names`. */
  readonly counts: readonly number[];
}

export interface TimeSeries {
  /** The most frequent first; `otherName` last where there are more than fit. */
  readonly names: readonly string[];
  readonly rows: readonly Row[];
}

/** What stands for all that are not among the most frequent. */
export const otherName = '(other)';

/** A row for every bucket of the period, those without a request too: nothing that was counted is left out. */
export function timeSeries(
  { from, to, bucket }: Period,
  counted: readonly Counted[],
  namesMax: number,
): TimeSeries {
  const names = mostFrequent(counted, namesMax);
  const columns = new Map(names.map((name, index) => [name, index]));
  const size = bucketMs[bucket];
  const first = Date.parse(from);
  const length = Math.ceil((Date.parse(to) - first) / size);
  const counts = Array.from({ length }, () => names.map(() => 0));
  for (const { start, name, count } of counted) {
    const row = counts[Math.floor((Date.parse(start) - first) / size)];
    const column = columns.get(name) ?? names.length - 1;
    if (row !== undefined) row[column] = (row[column] ?? 0) + count;
  }
  const rows = counts.map((row, index) => ({
    start: new Date(first + index * size).toISOString(),
    counts: row,
  }));
  return { names, rows };
}

function mostFrequent(counted: readonly Counted[], max: number): readonly string[] {
  const totals = new Map<string, number>();
  for (const { name, count } of counted) totals.set(name, (totals.get(name) ?? 0) + count);
  const sorted = [...totals]
    .filter(([name]) => name !== otherName)
    .sort(([name, total], [another, anotherTotal]) => anotherTotal - total || (name < another ? -1 : 1))
    .map(([name]) => name);
  if (sorted.length <= max && !totals.has(otherName)) return sorted;
  return [...sorted.slice(0, max - 1), otherName];
}
