import type { components } from '../api/product-api.js';
import { type Counted, otherName } from './time-series.js';

type AccountUsage = Pick<components['schemas']['AccountUsage'], 'series' | 'seriesByOperation'>;

export const accountDimensions = ['outcome', 'operation'] as const;
export type AccountDimension = (typeof accountDimensions)[number];

export function isAccountDimension(text: string): text is AccountDimension {
  return accountDimensions.some((dimension) => dimension === text);
}

/** The requests of an account by what they have in common. Either way they add up to the same. */
export function countedIn(usage: AccountUsage, by: AccountDimension): readonly Counted[] {
  if (by === 'outcome') return usage.series.map(({ start, code, count }) => ({ start, name: code, count }));
  const named = usage.seriesByOperation.map(({ start, operation, count }) => ({
    ...{ start, count },
    name: operation ?? '',
  }));
  return [...named, ...othersThan(named, usage)];
}

/** The server names the operations that were asked about most; the outcomes say how many requests there were in all. */
function othersThan(named: readonly Counted[], { series }: AccountUsage): readonly Counted[] {
  const left = new Map<string, number>();
  for (const { start, count } of series) left.set(start, (left.get(start) ?? 0) + count);
  for (const { start, count } of named) left.set(start, (left.get(start) ?? 0) - count);
  // Between the server's two looks more may have been counted.
  return [...left].flatMap(([start, count]) => (count > 0 ? [{ start, name: otherName, count }] : []));
}
