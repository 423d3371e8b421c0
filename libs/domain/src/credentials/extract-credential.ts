import type { KeyFormat } from '../formats/key-format.js';
import { type MalformedHeader, malformed, type MissingHeader, missing } from './header-reading.js';
import { readTransport } from './read-transport.js';

export interface GivenCredential {
  readonly outcome: 'given';
  /** As presented: it may be no key at all. */
  readonly value: string;
  /** What it should be, by the transport that it came in. */
  readonly format: KeyFormat;
  /** Whose it is said to be, where the transport says so (TX-6). */
  readonly user: string | null;
}

export type ExtractedCredential = GivenCredential | MissingHeader | MalformedHeader;

/**
 * The credential of a request, in the transports of a profile's formats; headers that none of them knows are nobody's
 * business here. Two credentials, or a good and a malformed one, are malformed: others on the way may have judged the
 * one that we would ignore. Never throws, whatever it is given.
 *
 * @param rawHeaders names and values in turn, as Node's `rawHeaders` has them; values are not decoded or trimmed
 * @param formats of one profile, each with a transport of its own
 */
export function extractCredential(
  rawHeaders: readonly string[],
  formats: readonly KeyFormat[],
): ExtractedCredential {
  let found: GivenCredential | undefined;
  for (const format of formats) {
    const reading = readTransport(rawHeaders, format.transport);
    if (reading.outcome === 'missing') continue;
    if (reading.outcome === 'malformed') return reading;
    if (found !== undefined) return malformed('There is more than one credential in the request.');
    found = { ...reading, format };
  }
  return found ?? missing;
}

/** A credential belongs in the header of its kind: a token that comes as a key counts for nothing (TX-1, TX-6). */
export function isMisplaced(
  { value, format }: Pick<GivenCredential, 'value' | 'format'>,
  formats: readonly KeyFormat[],
): boolean {
  return formats.some((other) => other !== format && other.isWellFormed(value));
}
