import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { configurationDocument } from './document-config.js';
import { ConfigError, type Environment, loadConfig, withDatabaseUrl } from './load-config.js';

function refusalOf(environment: Environment): string {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('The environment was accepted.');
}

describe('loadConfig', () => {
  it('fills in the defaults', () => {
    expect(loadConfig({})).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      databaseUrl: null,
      eventLogUrl: null,
      brokerUrl: null,
      rootKey: null,
      dataDirectory: '.keyledger',
      logLevel: 'info',
      trustedProxies: [],
      webhookSecretsKey: null,
      webhookAllowNetworks: [],
      gatewaySecret: null,
      stalenessMaxMs: 5000,
      consoleDirectory: null,
      sessionIdleMs: 30 * 60 * 1_000,
      sessionMaxMs: 12 * 60 * 60 * 1_000,
      shedLagMs: 250,
      reusePort: false,
      expiryReminderDays: [30, 7, 1],
      lifecycleIntervalMs: 2000,
      keyStateForgetAfterMs: 30 * 24 * 60 * 60 * 1000,
      requestSpool: {
        directory: '.keyledger/request-spool/embedded',
        isRequired: false,
        bytesMax: 256 * 1024 * 1024,
      },
    });
  });

  it('keeps requests apart by the broker that they are for, whoever logs in to it', () => {
    const directoryOf = (url: string) =>
      loadConfig({ REQUEST_SPOOL_DIRECTORY: '/spool', BROKER_URL: url }).requestSpool.directory;
    const one = directoryOf('postgres://u:secret@a/x?sslmode=require');
    expect(one).toMatch(/^\/spool\/[0-9a-f]{16}$/);
    expect(directoryOf('postgres://other:one@a/x')).toBe(one);
    expect(directoryOf('postgres://u:secret@a/y')).not.toBe(one);
    expect(directoryOf('kafka://a:9092?prefix=x.')).not.toBe(directoryOf('kafka://a:9092?prefix=y.'));
    const embedded = loadConfig({});
    expect(withDatabaseUrl(embedded, 'postgres://localhost:5555/k').requestSpool).toEqual(
      embedded.requestSpool,
    );
  });

  it('lets the event log and the broker default to the database', () => {
    const databaseUrl = 'postgres://u:p@db/keyledger';
    expect(loadConfig({ DATABASE_URL: databaseUrl })).toMatchObject({
      databaseUrl,
      eventLogUrl: databaseUrl,
      brokerUrl: databaseUrl,
    });
    expect(loadConfig({ BROKER_URL: 'postgres://other/b' }, { databaseUrl })).toMatchObject({
      eventLogUrl: databaseUrl,
      brokerUrl: 'postgres://other/b',
    });
    expect(withDatabaseUrl(loadConfig({ EVENT_LOG_URL: 'postgresql://log/l' }), databaseUrl)).toMatchObject({
      databaseUrl,
      eventLogUrl: 'postgresql://log/l',
      brokerUrl: databaseUrl,
    });
  });

  it.each([
    [{ HOST: '0.0.0.0', PORT: '80' }, 'http://localhost:80'],
    [{ HOST: '::1', PORT: '0' }, 'http://[::1]:0'],
    [{ PUBLIC_URL: 'https://keys.example.com/base//' }, 'https://keys.example.com/base'],
  ])('finds the public URL of %j', (environment, publicUrl) => {
    expect(loadConfig(environment).publicUrl).toBe(publicUrl);
  });

  it.each<[Environment, object]>([
    [{ PORT: '' }, { port: 8080 }],
    [{ PORT: ' 81 ' }, { port: 81 }],
    [{ HOST: 'db-1.internal' }, { host: 'db-1.internal' }],
    [
      { TRUSTED_PROXIES: '10.0.0.0/8, ::1,192.168.1.7' },
      { trustedProxies: ['10.0.0.0/8', '::1', '192.168.1.7'] },
    ],
    [{ STALENESS_MAX_MS: '100' }, { stalenessMaxMs: 100 }],
    [{ EXPIRY_REMINDER_DAYS: '1, 14,365,14' }, { expiryReminderDays: [365, 14, 1] }],
    [{ SHED_LAG_MS: '20' }, { shedLagMs: 20 }],
    [{ LISTEN_REUSE_PORT: 'true' }, { reusePort: true }],
    [{ LISTEN_REUSE_PORT: 'false' }, { reusePort: false }],
    [{ EXPIRY_REMINDER_DAYS: 'none' }, { expiryReminderDays: [] }],
    [{ LIFECYCLE_INTERVAL_MS: '100' }, { lifecycleIntervalMs: 100 }],
    [{ LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
    [
      { DATABASE_URL: 'postgresql:///keyledger?host=/var/run/postgresql' },
      { databaseUrl: 'postgresql:///keyledger?host=/var/run/postgresql' },
    ],
    [
      { EVENT_LOG_URL: 'esdb://admin:pass@one:2113,two:2113,three:2113?tls=true&tlsCAFile=/ca.crt' },
      { eventLogUrl: 'esdb://admin:pass@one:2113,two:2113,three:2113?tls=true&tlsCAFile=/ca.crt' },
    ],
    [{ EVENT_LOG_URL: 'esdb+discover://cluster' }, { eventLogUrl: 'esdb+discover://cluster' }],
    [{ BROKER_URL: 'kafka://b1:9092,b2:9092' }, { brokerUrl: 'kafka://b1:9092,b2:9092' }],
  ])('accepts %j', (environment, expected) => {
    expect(loadConfig(environment)).toMatchObject(expected);
  });

  it.each<[Environment, RegExp]>([
    [{ PORT: 'http' }, /^PORT must be a whole number from 0 to 65535, not "http"$/],
    [{ PORT: '65536' }, /^PORT must be/],
    [{ PORT: '-1' }, /^PORT must be/],
    [{ PORT: '8080.5' }, /^PORT must be/],
    [{ PORT: '0x50' }, /^PORT must be/],
    [{ HOST: 'http://localhost' }, /^HOST must be an IP address or a host name/],
    [{ HOST: '127.0.0' }, /^HOST must be/],
    [{ HOST: 'localhost:80' }, /^HOST must be/],
    [{ PUBLIC_URL: 'keys.example.com' }, /^PUBLIC_URL must be an http/],
    [{ PUBLIC_URL: 'ftp://keys.example.com' }, /^PUBLIC_URL must be/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of fatal, error, .*, not "loud"$/],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, /^TRUSTED_PROXIES must be/],
    [{ TRUSTED_PROXIES: '10.0.0.1,,10.0.0.2' }, /^TRUSTED_PROXIES must be/],
    [{ EXPIRY_REMINDER_DAYS: '0' }, /^EXPIRY_REMINDER_DAYS must be up to 10 numbers of days from 1 to 365/],
    [{ EXPIRY_REMINDER_DAYS: '7,,1' }, /^EXPIRY_REMINDER_DAYS must be/],
    [{ EXPIRY_REMINDER_DAYS: '366' }, /^EXPIRY_REMINDER_DAYS must be/],
    [{ LIFECYCLE_INTERVAL_MS: '99' }, /^LIFECYCLE_INTERVAL_MS must be/],
    [{ TRUSTED_PROXIES: '10.1' }, /^TRUSTED_PROXIES must be/],
    [{ GATEWAY_SECRET: 'short' }, /^GATEWAY_SECRET must be 16 to 200 visible ASCII characters$/],
    [{ GATEWAY_SECRET: 'with spaces in it' }, /^GATEWAY_SECRET must be/],
    [{ TRUSTED_PROXIES: 'loopback' }, /^TRUSTED_PROXIES must be/],
    [{ STALENESS_MAX_MS: '99' }, /^STALENESS_MAX_MS must be a whole number from 100 to 600000, not "99"$/],
    [{ DATABASE_URL: 'mysql://db/keyledger' }, /^DATABASE_URL must be a URL that begins with postgres:\/\//],
    [{ DATABASE_URL: 'db.example.com' }, /^DATABASE_URL must be/],
    [{ DATABASE_URL: 'postgres://db:port/x' }, /^DATABASE_URL must be/],
    [{ EVENT_LOG_URL: 'kurrentdb://node:2113' }, /^EVENT_LOG_URL .* kurrentdb:\/\/ is not supported yet$/],
    [{ DATABASE_URL: 'esdb://node:2113' }, /^DATABASE_URL must be/],
    [
      { BROKER_URL: 'kafka://broker:port' },
      /^BROKER_URL must be a URL that begins with .* or kafka\+ssl:\/\/$/,
    ],
    [{ BROKER_URL: 'kafkas://broker' }, /^BROKER_URL must be/],
    [{ KEYLEDGER_ROOT_KEY: 'kl_live_short' }, /^KEYLEDGER_ROOT_KEY must be a well-formed key/],
    [{ KEYLEDGER_ROOTKEY: 'x' }, /^KEYLEDGER_ROOTKEY is not .*; did you mean KEYLEDGER_ROOT_KEY\?$/],
    [{ KEYLEDGER_DATADIR: 'x' }, /did you mean KEYLEDGER_DATA_DIR\?$/],
    [{ KEYLEDGER_PORT: '80' }, /did you mean PORT\?$/],
    [{ KEYLEDGER_DATABSE_URL: 'x' }, /did you mean DATABASE_URL\?$/],
    [{ KEYLEDGER_FOO: '80' }, /^KEYLEDGER_FOO is not a setting of Keyledger$/],
  ])('refuses %j with one line', (environment, line) => {
    const message = refusalOf(environment);
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });

  it('names every problem at once, one line each', () => {
    const lines = refusalOf({ PORT: 'x', LOG_LEVEL: 'y', KEYLEDGER_HOSTS: 'z' }).split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL', 'KEYLEDGER_HOSTS']);
  });

  it('does not guess at variables of others', () => {
    expect(() => loadConfig({ PORTS: '1', DATABASE_URI: 'x', HOSTNAME: 'y' })).not.toThrow();
  });

  it.each<[Environment]>([
    [{ KEYLEDGER_ROOT_KEY: 'kl_live_TopSecretTopSecretTopSecret' }],
    [{ DATABASE_URL: 'mysql://user:TopSecret@db' }],
    [{ EVENT_LOG_URL: 'esdb://admin:TopSecret@db:port' }],
    [{ BROKER_URL: 'TopSecret' }],
    [{ HOST: 'http://user:TopSecret@db' }],
    [{ KEYLEDGER_KEY: 'TopSecret' }],
  ])('never repeats a secret', (environment) => {
    expect(refusalOf(environment)).not.toContain('TopSecret');
  });
});

describe('docs/configuration.md', () => {
  it('is what the table of variables says', () => {
    const page = new URL('../../../../docs/configuration.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(configurationDocument());
  });
});
