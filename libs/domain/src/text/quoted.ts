import { keyFragments } from '../formats/find-keys.js';

const shownMax = 60;
const readMax = 500;

/** Somebody's input, to be named in a refusal: cut short, escaped, and without what looks like a key. */
export function quoted(value: unknown): string {
  if (typeof value !== 'string') return `A value of type ${value === null ? 'null' : typeof value}`;
  const harmless = value.slice(0, readMax).replace(keyFragments, '[key]');
  return JSON.stringify(harmless.length > shownMax ? `${harmless.slice(0, shownMax)}…` : harmless);
}
