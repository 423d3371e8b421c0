import { existsSync, globSync, readFileSync } from 'node:fs';
import { loadConfig } from '@keyledger/platform';
import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { compose } from './compose.js';

const page = readFileSync('docs/operations.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

function named(pattern: RegExp): readonly string[] {
  return [...new Set(Array.from(page.matchAll(pattern), ([, name = '']) => name))];
}

describe('docs/operations.md', () => {
  it('names npm scripts that exist', () => {
    const commands = named(/npm run (?:-s )?([\w:-]+)/g);
    expect(commands).toEqual(expect.arrayContaining(['migrate-log', 'reset-read-models', 'forget-broker']));
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });

  it('names programs that the build makes', () => {
    const programs = named(/`(?:node dist\/apps\/maintenance\/src\/)?([\w-]+\.js)`/g);
    expect(programs.length).toBe(3);
    for (const program of programs) {
      expect(existsSync(`apps/maintenance/src/${program.replace('.js', '.ts')}`)).toBe(true);
    }
  });

  it('names metrics that processes show', () => {
    const sources = globSync('{apps,libs}/**/*.ts', { exclude: ['**/*.spec.ts'] }).map((path) =>
      readFileSync(path, 'utf8'),
    );
    const metrics = named(/`(keyledger_\w+)/g);
    expect(metrics.length).toBeGreaterThan(5);
    expect(metrics.filter((metric) => !sources.some((source) => source.includes(`'${metric}'`)))).toEqual([]);
  });

  it('names URLs that the configuration takes', () => {
    const urls = named(/(esdb(?:\+discover)?:\/\/[^\s'`…]+)/g);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(loadConfig({ EVENT_LOG_URL: url }).eventLogUrl).toBe(url);
  });

  it('scales services of docker-compose.yml that publish no port', () => {
    const scaled = named(/--scale ([\w-]+)=/g);
    expect(scaled.length).toBeGreaterThan(0);
    for (const name of scaled) expect(stringify(compose.services[name])).not.toContain('ports:');
  });
});
