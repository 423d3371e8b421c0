import { keyFragments } from '@keyledger/domain';

/** Something of a document that was not understood as it stands. */
export interface ReportEntry {
  /** JSON pointer (RFC 6901) into the document, cut short where it is very long; empty: the whole. */
  readonly at: string;
  /** `left-out`: nothing of it is in the catalogue; `assumed`: it is, as the message says. */
  readonly outcome: 'left-out' | 'assumed';
  /** For people; never a secret. */
  readonly message: string;
}

/** Where in a document something stands. */
export type Place = readonly string[];

const pointerLengthMax = 300;

/** What a reader of a document has to say about it, in the order in which it was read. */
export class ReadingReport {
  readonly entries: ReportEntry[] = [];

  leftOut(at: Place, message: string): void {
    this.entries.push({ at: pointerTo(at), outcome: 'left-out', message });
  }

  assumed(at: Place, message: string): void {
    this.entries.push({ at: pointerTo(at), outcome: 'assumed', message });
  }
}

function pointerTo(place: Place): string {
  const pointer = place
    .map((part) => `/${part.slice(0, pointerLengthMax).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .replace(keyFragments, '[key]');
  return pointer.length > pointerLengthMax ? `${pointer.slice(0, pointerLengthMax)}…` : pointer;
}
