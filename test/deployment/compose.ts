import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Healthcheck {
  readonly test: readonly string[];
}

/** What the checks look at; the file may say more, within `serviceProperties`. */
export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: Healthcheck;
  readonly networks?: readonly string[] | Readonly<Record<string, { readonly ipv4_address: string }>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
}

export interface Network {
  readonly ipam?: { readonly config: readonly { readonly subnet: string; readonly ip_range: string }[] };
}

export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, Network | null>>;
  readonly volumes: Readonly<Record<string, null>>;
}

/** Of the Compose specification, as far as the file uses it: what is not here is a typing error until it is added. */
export const serviceProperties: readonly string[] = [
  ...[
    'build',
    'cap_drop',
    'command',
    'depends_on',
    'environment',
    'healthcheck',
    'image',
    'networks',
    'ports',
  ],
  ...['read_only', 'restart', 'security_opt', 'shm_size', 'stop_grace_period', 'tmpfs', 'user', 'volumes'],
];

const text = readFileSync('docker-compose.yml', 'utf8');

export const compose = parse(text, { merge: true }) as Compose;

/** Variables that the file takes from the shell or from `.env`. */
export const interpolated: readonly string[] = [
  ...new Set(Array.from(text.matchAll(/\$\{(\w+)/g), ([, name = '']) => name)),
];

/** As Compose does: `${NAME:-default}`, `${NAME:?message}`. */
export function interpolate(value: string, env: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
    const given = env[name] ?? '';
    if (given === '' && kind === '?') throw new Error(`${name}: ${rest}`);
    return given === '' ? rest : given;
  });
}

export function networksOf({ networks = [] }: Service): readonly string[] {
  return Array.isArray(networks) ? (networks as readonly string[]) : Object.keys(networks);
}

/** Built from this repository. */
export const apps = Object.entries(compose.services).filter(([, { build }]) => build !== undefined);
