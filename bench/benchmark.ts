/** What every benchmark answers: one number to compare over time, and whatever explains it. */
export type BenchmarkResult = { readonly ratio: number } & Readonly<Record<string, unknown>>;

/**
 * Measures something of ours against a baseline in the same run, so that the number survives a change of machine:
 * `npm run -s bench -- <name>` prints the result as one line of JSON.
 */
export interface Benchmark {
  readonly name: string;
  /** One sentence: what over what. */
  readonly describe: string;
  run(): Promise<BenchmarkResult>;
}

/** The middle of the rounds: one disturbed round does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('The median of nothing.');
  const below = sorted[Math.floor((sorted.length - 1) / 2)] ?? middle;
  return (middle + below) / 2;
}
