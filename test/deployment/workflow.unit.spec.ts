import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { compose } from './compose.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly services?: Readonly<Record<string, { readonly image: string; readonly ports: readonly string[] }>>;
  readonly steps: readonly Step[];
}

const { jobs } = parse(readFileSync('.github/workflows/ci.yml', 'utf8')) as {
  readonly jobs: Readonly<Record<string, Job>>;
};
const steps = Object.values(jobs).flatMap((job) => job.steps);
const runs = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Names of variables that tests and tools read. */
const known = new Set(
  globSync('{test,libs,tools,apps}/**/*.{ts,mjs}').flatMap((path) =>
    Array.from(
      readFileSync(path, 'utf8').matchAll(/env(?:\.|\[')([A-Z_]+)|([A-Z_]+): \w+,? *\w* *} = process\.env/g),
      ([, one, other]) => one ?? other ?? '',
    ),
  ),
);

describe('.github/workflows/ci.yml', () => {
  it('uses actions of a stated version', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
  });

  it('runs scripts that exist', () => {
    const named = runs.flatMap((run) =>
      Array.from(run.matchAll(/npm run ([\w:-]+)/g), ([, name = '']) => name),
    );
    expect(named).toEqual(expect.arrayContaining(['check', 'test:eventstoredb']));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(runs).toEqual(expect.arrayContaining(['npm ci', 'npm test']));
  });

  it('sets variables that somebody reads', () => {
    const set = steps.flatMap(({ env = {} }) => Object.keys(env));
    expect(set.sort()).toEqual(['EVENT_LOG_URL', 'KAFKA_URL', 'TEST_DATABASE_URL']);
    expect(set.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names the servers on ports of theirs that it publishes', () => {
    const published = Object.values(jobs['test']?.services ?? {}).flatMap(({ ports }) => ports);
    const urls = steps.flatMap(({ env = {} }) => Object.values(env));
    expect(urls.map((url) => `${new URL(url).port}:${new URL(url).port}`).sort()).toEqual(
      [...published].sort(),
    );
  });

  it('runs on the servers of docker-compose.yml, and on the Node of the image', () => {
    const images = Object.entries(jobs['test']?.services ?? {}).map(([name, { image }]) => [name, image]);
    expect(images.length).toBe(3);
    for (const [name, image] of images) expect(compose.services[name ?? '']?.image).toBe(image);
    const versions = steps.flatMap((step) => step.with?.['node-version'] ?? []);
    const dockerfile = readFileSync('Dockerfile', 'utf8');
    for (const version of versions) expect(dockerfile).toContain(`FROM node:${version}-`);
  });
});
