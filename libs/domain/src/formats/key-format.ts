import type { RandomBytes } from '../secret/base62.js';

/** `live` for production, `test` for trying things out: told apart at a glance where the format has room for it (XN-12). */
export type KeyMode = 'live' | 'test';

/** How a credential travels in a request. Header names are in lower case. */
export type Transport =
  /** `Authorization: Bearer VALUE` (RFC 6750 section 2.1). */
  | { readonly kind: 'bearer' }
  /** The value alone in a header. */
  | { readonly kind: 'header'; readonly header: string }
  /** The value in one header, whose it is in another; both must match (TX-6). */
  | { readonly kind: 'header-pair'; readonly userHeader: string; readonly valueHeader: string };

export interface MintInput {
  /** Id of the key that the value is made for. */
  readonly keyId: string;
  readonly mode: KeyMode;
  readonly randomBytes: RandomBytes;
}

/** What the values of one kind of credential look like. Pure; nothing here throws at any text, but `visibleStartOf`. */
export interface KeyFormat {
  /** Tells the formats of one profile apart, `key` or `token`: what a request for a new key may name. */
  readonly kind: string;
  /** One line for people. */
  readonly doc: string;
  readonly transport: Transport;
  /** Characters of a value; all values of a format are equally long. */
  readonly length: number;
  /**
   * A new value; at least 128 random bits. Show it once, keep its digest and its visible start.
   *
   * @throws Error when the random source is broken, or the key id is needed and not one of ours
   */
  mint(input: MintInput): string;
  /** Whether this can be such a value at all, without a look-up: prefix, length, alphabet, and checksum if it has one. */
  isWellFormed(value: string): boolean;
  /**
   * What people may see of a value to recognise it: at most 20 characters.
   *
   * @throws Error when the value is not of this format: showing the start of something else might show all of it
   */
  visibleStartOf(value: string): string;
  /**
   * Id of the key that the value says it is of, where the format says so (`KeyId.Secret`), well-formed or not; null
   * where it does not. So a wrong secret is told from an unknown key (XD-2).
   */
  keyIdIn(value: string): string | null;
  /** Whether the value names its key but brings no secret at all: KeyId alone (XD-2, SECRET_REQUIRED). */
  lacksSecret(value: string): boolean;
  /** Source of a RegExp that finds whole values in text; for secret scanners. Confirm a match with `isWellFormed`. */
  readonly pattern: string;
  /** What of a value stands before its secret part, and how much of the secret part may be seen: for redaction. */
  readonly opening: Opening;
}

export interface Opening {
  /** Source of a RegExp without groups that capture; separators as in `separators.ts`, since keys also stand in URLs. */
  readonly pattern: string;
  /** Characters of the secret part that people may see after it. */
  readonly secretCharactersShown: number;
}
