import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { defaultDetectionPolicy } from './policy.js';
import { ruleIds } from './signal.js';

const page = readFileSync('docs/detection.md', 'utf8');

function sectionOf(rule: string): string {
  return page.split(`### ${rule}\n`)[1]?.split(/^##/m)[0] ?? '';
}

function settingsIn(section: string): Readonly<Record<string, unknown>> {
  const rows = section.matchAll(/^\| (\w+) +\| (\S+) +\|$/gm);
  const settings = [...rows].filter(([, name]) => name !== 'setting');
  return Object.fromEntries(
    settings.map(([, name = '', value = '']) => [name, JSON.parse(value) as unknown]),
  );
}

describe('docs/detection.md', () => {
  it.each(ruleIds)('says of %s what it goes by, and what it misses', (rule) => {
    expect(settingsIn(sectionOf(rule))).toEqual(defaultDetectionPolicy[rule]);
    expect(sectionOf(rule)).toContain('Misses: ');
  });
});
