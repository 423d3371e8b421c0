import { type Dimension, dimensionOf } from '../usage/of-key/key-usage.js';
import { type RangeId, rangeOf } from '../usage/ranges.js';

/** What of the page of a key is shown, as it stands in the address bar. */
export interface KeyPageSearch {
  readonly tab?: string;
  /** Of its use: how far back, and told apart by what. */
  readonly range?: RangeId;
  readonly by?: Dimension;
}

export function keyPageSearchOf(given: Readonly<Record<string, unknown>>): KeyPageSearch {
  const range = rangeOf(given['range']);
  const by = dimensionOf(given['by']);
  return {
    ...(typeof given['tab'] === 'string' && { tab: given['tab'] }),
    ...(range !== undefined && { range }),
    ...(by !== undefined && { by }),
  };
}
