import { quoted } from '@keyledger/domain';
import type { Place, ReadingReport } from './reading-report.js';

/** An object of a document that somebody sent: nothing about its fields is known. */
export type DocumentObject = Readonly<Record<string, unknown>>;

/** An object of the document and where it is. */
export interface Part {
  readonly at: Place;
  readonly value: DocumentObject;
}

export function isObject(value: unknown): value is DocumentObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under this name; null where there is nothing, or, reported, something else. */
export function partOf(parent: Part, name: string, report: ReadingReport): Part | null {
  const value = parent.value[name];
  if (value === undefined) return null;
  const at = [...parent.at, name];
  if (isObject(value)) return { at, value };
  report.leftOut(at, 'Not an object.');
  return null;
}

/** Where our extensions may stand, and which are read there. */
const extensionsOf = {
  document: ['namespace', 'groups'],
  tag: ['namespace', 'groups'],
  'path item': ['namespace', 'access', 'groups'],
  operation: ['namespace', 'operation', 'access', 'groups'],
} as const;

export type Extension = (typeof extensionsOf)['operation'][number];

const prefix = 'x-keyledger-';

/** A misspelt extension must not silently be none. */
export function reportUnknownExtensions(
  kind: keyof typeof extensionsOf,
  { at, value }: Part,
  report: ReadingReport,
): void {
  const known: readonly string[] = extensionsOf[kind].map((name) => `${prefix}${name}`);
  for (const name of Object.keys(value)) {
    if (!name.startsWith(prefix) || known.includes(name)) continue;
    report.leftOut([...at, name], `${quoted(name)} is not read on a ${kind}; ${known.join(', ')} are.`);
  }
}

export interface ExtensionValue {
  readonly at: Place;
  readonly value: unknown;
}

/** The extension of the first part that has it: the nearest comes first. */
export function nearestExtension(extension: Extension, parts: readonly Part[]): ExtensionValue | null {
  const name = `${prefix}${extension}`;
  const part = parts.find(({ value }) => Object.hasOwn(value, name));
  return part === undefined ? null : { at: [...part.at, name], value: part.value[name] };
}
