import { allFormats } from './formats.js';
import { hyphen, underscore } from './separators.js';

const openings = `(?:${allFormats.map(({ opening }) => opening.pattern).join('|')})`;

/** Whatever may stand in a value or a mistyped one; separators too, so that a slip does not end what is taken out. */
const character = `(?:[0-9A-Za-z]|${underscore}|${hyphen})`;

const shownStarts = allFormats.map(
  ({ opening }) => `${opening.pattern}${character}{${opening.secretCharactersShown}}`,
);

/**
 * For redaction with `replace`: finds keys of every format, cut-off keys, mistyped keys, and keys in a row without a
 * space between them; in any case of letters, since that hides little, and inside URLs. Its one group is what people
 * may see of a key, so `$1***` keeps that. Takes time in proportion to the text: there is nothing to go back for.
 */
export const keyFragments = new RegExp(`(${shownStarts.join('|')})(?:(?!${openings})${character})+`, 'gi');

/** So much of the secret part that what is left of it could be guessed. */
const tellingLength = 12;

const tellingFragment = new RegExp(`${openings}[0-9A-Za-z]{${tellingLength}}`, 'i');

/**
 * Whether a text gives a key away, of whatever format, and so is to be kept nowhere: what nobody pastes by chance.
 * Visible starts and key ids do not.
 */
export function holdsKey(text: string): boolean {
  return tellingFragment.test(text);
}
