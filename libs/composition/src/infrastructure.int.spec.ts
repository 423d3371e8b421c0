import { loadConfig } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { openInfrastructure } from './infrastructure.js';

const logger = pino({ level: 'silent' });
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function sessionsOf(applicationName: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(
    'SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE $1',
    [`keyledger ${applicationName}%`],
  );
  await client.end();
  return Number(rows[0]?.count);
}

describe('openInfrastructure', () => {
  const config = () => loadConfig({ DATABASE_URL: database.url });

  it('lets several processes start at once on an empty database', async () => {
    const opened = await Promise.all(
      ['one', 'two', 'three'].map((name) => openInfrastructure(config(), { name, logger })),
    );
    for (const { eventLog, dataSource } of opened) {
      expect(await eventLog.hasEventsAfter(0n)).toBe(false);
      expect(dataSource.isInitialized).toBe(true);
    }
    await Promise.all(opened.map((infrastructure) => infrastructure.close()));
  });

  it('gives all parts that work: log, broker, queries, readiness', async () => {
    const infrastructure = await openInfrastructure(config(), { name: 'parts', logger });
    const { eventLog, broker, pool, health } = infrastructure;
    const event = { id: '00000000-0000-4000-8000-000000000001', type: 'Tried', data: {}, metadata: {} };
    expect(await eventLog.append('try-1', [event], 'no-stream')).toMatchObject({ outcome: 'appended' });
    await broker.ensureTopics([{ name: 'tried.v1', partitions: 1, cleanup: 'delete', retentionMs: 60_000 }]);
    expect((await pool.query<{ big: bigint }>('SELECT 1::bigint AS big')).rows).toEqual([{ big: 1n }]);
    expect(await health.readiness()).toEqual([{ name: 'database', ready: true }]);
    await infrastructure.close();
  });

  it('leaves no session behind, however often it is closed', async () => {
    const infrastructure = await openInfrastructure(config(), { name: 'leaving', logger });
    expect(await sessionsOf('leaving')).toBeGreaterThan(0);
    await Promise.all([infrastructure.close(), infrastructure.close()]);
    await infrastructure.close();
    expect(await sessionsOf('leaving')).toBe(0);
  });

  it('shows an outage in its readiness, unless it serves on without the database', async () => {
    const asking = await openInfrastructure(config(), { name: 'asking', logger });
    const serving = await openInfrastructure(config(), {
      name: 'serving',
      logger,
      readyWithoutDatabase: true,
    });
    await Promise.all([asking.pool.end(), serving.pool.end()]);
    expect(await asking.health.readiness()).toEqual([
      { name: 'database', ready: false, detail: 'the database does not answer' },
    ]);
    expect(await serving.health.readiness()).toEqual([]);
    await Promise.all([asking.close(), serving.close()]);
  });

  it('demands DATABASE_URL', async () => {
    await expect(openInfrastructure(loadConfig({}), { name: 'none', logger })).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'DATABASE_URL must be set to a postgres:// URL',
    });
  });
});

describe('a database that is not there', () => {
  const unreachable = 'postgres://keyledger:TopSecret@127.0.0.1:1/keyledger';

  it('is waited for with one log line, then named without its password', async () => {
    const lines: string[] = [];
    const recording = pino({ level: 'warn' }, { write: (line) => lines.push(line) });
    const config = loadConfig({ DATABASE_URL: unreachable });
    await expect(
      openInfrastructure(config, { name: 'waiting', logger: recording, waitMsMax: 300 }),
    ).rejects.toMatchObject({
      name: 'StartupError',
      message:
        'the database 127.0.0.1:1/keyledger cannot be reached (connect ECONNREFUSED 127.0.0.1:1): check DATABASE_URL, or start it',
    });
    expect(lines).toEqual([expect.stringContaining('waiting for the database')]);
    expect(lines.join('')).not.toContain('TopSecret');
  });

  it('is no longer waited for when the process is told to stop', async () => {
    const stopping = new AbortController();
    const opening = openInfrastructure(loadConfig({ DATABASE_URL: unreachable }), {
      name: 'stopping',
      logger,
      waitMsMax: 3_600_000,
      signal: stopping.signal,
    });
    stopping.abort();
    await expect(opening).rejects.toMatchObject({ name: 'StartupError' });
  });
});

describe('a database that refuses us', () => {
  const altered = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return loadConfig({ DATABASE_URL: url.href });
  };

  it('because there is none of this name is reported at once', async () => {
    const config = altered((url) => (url.pathname = '/nowhere'));
    await expect(openInfrastructure(config, { name: 'lost', logger })).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringMatching(/refuses us \(database "nowhere" does not exist\): check DATABASE_URL$/),
    });
  });

  it('because of the credentials is reported at once, without them', async () => {
    const config = altered((url) => {
      url.username = 'stranger';
      url.password = 'TopSecret';
    });
    const refusal: unknown = await openInfrastructure(config, { name: 'stranger', logger }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ name: 'StartupError', message: expect.stringContaining('stranger') });
    expect(String(refusal)).not.toContain('TopSecret');
  });
});
