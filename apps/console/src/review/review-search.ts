import { textOf, withoutAbsent } from '../shell/search-params.js';
import { type Finding, findingOf } from './findings.js';

/** Which view of the review, and which page of it, as they stand in the address bar. */
export interface ReviewSearch {
  readonly finding?: Finding;
  readonly cursor?: string;
}

export function reviewSearchOf(given: Readonly<Record<string, unknown>>): ReviewSearch {
  return withoutAbsent<ReviewSearch>({
    finding: findingOf(given['finding']),
    cursor: textOf(given['cursor']),
  });
}
