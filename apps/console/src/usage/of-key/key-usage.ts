import type { Schemas } from '../../api/client.js';
import type { Counted } from '../time-series.js';
import { acceptedCode } from '../accepted-code.js';

export const dimensions = ['outcome', 'operation', 'network'] as const;
/** What requests are told apart by. */
export type Dimension = (typeof dimensions)[number];

export function dimensionOf(given: unknown): Dimension | undefined {
  return dimensions.find((dimension) => dimension === given);
}

type Item = Schemas['KeyUsage']['items'][number];

export interface Totals {
  readonly accepted: number;
  readonly refused: number;
}

export interface NamedTotals extends Totals {
  readonly name: string;
}

/** What is not known has an empty name: the API says null. */
export function countedBy(items: readonly Item[], dimension: Dimension): readonly Counted[] {
  return items.map((item) => ({ start: item.start, name: nameOf(item, dimension), count: item.count }));
}

/** By name, the most frequent first. */
export function totalsBy(items: readonly Item[], dimension: Dimension): readonly NamedTotals[] {
  const totals = new Map<string, Totals>();
  for (const item of items) {
    const name = nameOf(item, dimension);
    const { accepted, refused } = totals.get(name) ?? { accepted: 0, refused: 0 };
    const isAccepted = item.code === acceptedCode;
    totals.set(name, {
      accepted: accepted + (isAccepted ? item.count : 0),
      refused: refused + (isAccepted ? 0 : item.count),
    });
  }
  return [...totals]
    .map(([name, both]) => ({ name, ...both }))
    .sort((one, other) => other.accepted + other.refused - one.accepted - one.refused);
}

export function totalOf(items: readonly Item[]): Totals {
  const [total] = totalsBy(
    items.map(({ start, code, count }) => ({ start, code, count, operation: null })),
    'operation',
  );
  return { accepted: total?.accepted ?? 0, refused: total?.refused ?? 0 };
}

function nameOf(item: Item, dimension: Dimension): string {
  if (dimension === 'outcome') return item.code;
  return (dimension === 'operation' ? item.operation : item.network) ?? '';
}
