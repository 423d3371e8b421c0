import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const folder = 'apps/console/src/messages';
const namespaces = globSync(`${folder}/{en,it}/*.json`).map((path) => basename(path));

describe('the messages of the console', () => {
  it.each([...new Set(namespaces)].sort())('%s says the same things in English and Italian', (file) => {
    const [english, italian] = ['en', 'it'].map((language) => messagesIn(`${folder}/${language}/${file}`));
    expect([...(italian ?? new Map()).keys()].sort()).toEqual([...(english ?? new Map()).keys()].sort());
    for (const [key, text] of english ?? []) {
      expect([key, placeholders(italian?.get(key) ?? '')]).toEqual([key, placeholders(text)]);
    }
  });

  it('leaves nothing empty', () => {
    const empty = globSync(`${folder}/*/*.json`).flatMap((path) =>
      [...messagesIn(path)].filter(([, text]) => text.trim() === '').map(([key]) => `${path}: ${key}`),
    );
    expect(empty).toEqual([]);
  });
});

/** Texts by dotted key. */
function messagesIn(path: string): ReadonlyMap<string, string> {
  return new Map(flattened(JSON.parse(readFileSync(path, 'utf8')), ''));
}

function flattened(value: unknown, prefix: string): [key: string, text: string][] {
  if (typeof value === 'string') return [[prefix, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flattened(inner, prefix === '' ? key : `${prefix}.${key}`),
  );
}

function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{\{[^}]+\}\}|<\/?\d+\/?>/g)].map(([placeholder]) => placeholder).sort();
}
