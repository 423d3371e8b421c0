/** Digits, upper case, lower case: the order of ASCII, so that equal-length texts sort as their numbers do. */
export const base62Alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const base = base62Alphabet.length;

/** Cryptographically secure random bytes, exactly as many as asked for. */
export type RandomBytes = (count: number) => Uint8Array;

/** Bytes from here on are thrown away: 256 is no multiple of 62, and a plain modulo would favour the first eight digits. */
const acceptedBelow = Math.floor(256 / base) * base;

/** One draw in thirty-two bytes is thrown away; a source that needs this many rounds is broken. */
const drawsMax = 64;

/**
 * `length` characters, each of the 62 equally likely.
 *
 * @throws Error when the source returns nothing usable, however often it is asked.
 */
export function randomBase62(length: number, randomBytes: RandomBytes): string {
  let text = '';
  for (let draw = 0; draw < drawsMax; draw += 1) {
    for (const byte of randomBytes(length)) {
      if (text.length === length) return text;
      if (byte < acceptedBelow) text += base62Alphabet.charAt(byte % base);
    }
    if (text.length === length) return text;
  }
  throw new Error(`No ${length} usable characters in ${drawsMax} draws: the random source is broken`);
}

/** The number in base 62, padded with zeros to `width` characters; `value` is a whole number below 62 ** width. */
export function encodeBase62(value: number, width: number): string {
  let rest = value;
  let text = '';
  while (text.length < width) {
    text = base62Alphabet.charAt(rest % base) + text;
    rest = Math.floor(rest / base);
  }
  return text;
}

/** The number that base-62 digits from index `start` to the end stand for; check them with `isBase62` before. */
export function decodeBase62(text: string, start: number): number {
  let value = 0;
  for (let index = start; index < text.length; index += 1) {
    value = value * base + digitValue(text.charCodeAt(index));
  }
  return value;
}

/** Whether all from index `start` to the end is base 62. A loop, because a RegExp takes four times as long. */
export function isBase62(text: string, start: number): boolean {
  for (let index = start; index < text.length; index += 1) {
    if (digitValue(text.charCodeAt(index)) === notADigit) return false;
  }
  return true;
}

const notADigit = -1;
const digitValues = new Int8Array(128).fill(notADigit);
Array.from(base62Alphabet).forEach((digit, value) => {
  digitValues[digit.charCodeAt(0)] = value;
});

function digitValue(charCode: number): number {
  return digitValues[charCode] ?? notADigit;
}
