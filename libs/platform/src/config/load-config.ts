import { z } from 'zod';
import { maskSecrets } from '../logging/mask-secrets.js';
import { StartupError } from '../startup-error.js';
import type { Config } from './config.js';
import { nearestName } from './nearest-name.js';
import { requestSpoolOf } from './request-spool.js';
import { type Variable, type VariableName, variables } from './variables.js';

/** One line per problem, naming the variable and what is expected. Secrets are not repeated. */
export class ConfigError extends StartupError {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

type Values = { readonly [Name in VariableName]?: z.output<(typeof variables)[Name]['schema']> };

const names = Object.keys(variables) as VariableName[];
const ownPrefix = 'KEYLEDGER_';

/** `optional` throughout: the fallbacks depend on one another, see `configOf`. */
const environmentSchema = z.object(
  Object.fromEntries(names.map((name) => [name, variables[name].schema.optional()])),
);

/**
 * Validates the whole environment at once. A variable that is set to nothing counts as not set. `overrides` win
 * over the environment, and defaults follow them.
 */
export function loadConfig(environment: Environment, overrides: Partial<Config> = {}): Config {
  const present = Object.fromEntries(names.map((name) => [name, environment[name]?.trim() || undefined]));
  const result = environmentSchema.safeParse(present);
  const problems = [...unknownVariables(environment)];
  if (!result.success) {
    problems.unshift(...result.error.issues.map((issue) => problemLine(issue, environment)));
  }
  if (problems.length > 0 || !result.success) throw new ConfigError(problems);
  return configOf(result.data, overrides);
}

function problemLine(issue: z.core.$ZodIssue, environment: Environment): string {
  const name = String(issue.path[0]) as VariableName;
  const { secret }: Variable = variables[name];
  const got = secret ? '' : `, not ${JSON.stringify(shortened(environment[name] ?? ''))}`;
  return maskSecrets(`${name} must be ${issue.message}${got}`);
}

const shownCharactersMax = 60;

function shortened(text: string): string {
  return text.length > shownCharactersMax ? `${text.slice(0, shownCharactersMax)}...` : text;
}

/** Everything with our prefix must be ours: a misspelt variable would otherwise be silently without effect. */
function unknownVariables(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith(ownPrefix) && !Object.hasOwn(variables, name))
    .map((name) => {
      const nearest = nearestOf(name.slice(ownPrefix.length));
      return `${name} is not a setting of Keyledger${nearest ? `; did you mean ${nearest}?` : ''}`;
    });
}

/** Judged without the prefix, which some of our variables have and others lack. */
function nearestOf(rest: string): string | undefined {
  const byRest = new Map(names.map((name) => [name.replace(ownPrefix, ''), name]));
  return byRest.get(nearestName(rest, [...byRest.keys()]) ?? '');
}

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function configOf(values: Values, overrides: Partial<Config>): Config {
  const listening = { host: values.HOST ?? '127.0.0.1', port: values.PORT ?? 8080, ...overrides };
  const databaseUrl = overrides.databaseUrl ?? values.DATABASE_URL ?? null;
  const brokerUrl = values.BROKER_URL ?? databaseUrl;
  const dataDirectory = values.KEYLEDGER_DATA_DIR ?? '.keyledger';
  return {
    publicUrl: values.PUBLIC_URL ?? `http://${hostInUrl(listening.host)}:${listening.port}`,
    rootKey: values.KEYLEDGER_ROOT_KEY ?? null,
    dataDirectory,
    logLevel: values.LOG_LEVEL ?? 'info',
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    gatewaySecret: values.GATEWAY_SECRET ?? null,
    stalenessMaxMs: values.STALENESS_MAX_MS ?? 5_000,
    shedLagMs: values.SHED_LAG_MS ?? 250,
    reusePort: values.LISTEN_REUSE_PORT ?? false,
    expiryReminderDays: values.EXPIRY_REMINDER_DAYS ?? [30, 7, 1],
    lifecycleIntervalMs: values.LIFECYCLE_INTERVAL_MS ?? 2_000,
    keyStateForgetAfterMs: (values.KEY_STATE_FORGET_AFTER_DAYS ?? 30) * dayMs,
    consoleDirectory: values.CONSOLE_DIR ?? null,
    webhookSecretsKey: values.WEBHOOK_SECRETS_KEY ?? null,
    webhookAllowNetworks: values.WEBHOOK_ALLOW_NETWORKS ?? [],
    sessionIdleMs: (values.SESSION_IDLE_MINUTES ?? 30) * minuteMs,
    sessionMaxMs: (values.SESSION_MAX_HOURS ?? 12) * hourMs,
    eventLogUrl: values.EVENT_LOG_URL ?? databaseUrl,
    brokerUrl,
    requestSpool: requestSpoolOf({
      ...{ directory: values.REQUEST_SPOOL_DIRECTORY, dataDirectory, brokerUrl },
      megabytes: values.REQUEST_SPOOL_MB ?? 256,
    }),
    ...listening,
    databaseUrl,
  };
}

/** Clients cannot connect to "all addresses", so a URL names this machine instead. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** For all-in-one, which learns its database's URL after it has read everything else: defaults follow it. */
export function withDatabaseUrl(config: Config, databaseUrl: string): Config {
  return {
    ...config,
    databaseUrl,
    eventLogUrl: config.eventLogUrl ?? databaseUrl,
    brokerUrl: config.brokerUrl ?? databaseUrl,
  };
}
