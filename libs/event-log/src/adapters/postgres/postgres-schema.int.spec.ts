import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import pg from 'pg';
import { Follower, appended, everything, newEvent, newEvents } from '../../contract/scenario.js';
import { type EventLog, EventLogUnavailable } from '../../event-log.js';
import { eventLogMigrations } from './migrations.js';
import { openPostgresEventLog } from './postgres-event-log.js';

let database: TestDatabase;
let log: EventLog;
let session: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { log: eventLogMigrations } });
  log = await openPostgresEventLog({ databaseUrl: database.url });
  session = new pg.Client({ connectionString: database.url });
  await session.connect();
});

afterAll(async () => {
  await log.close();
  await session.end();
  await database.drop();
});

async function listeningSessions(): Promise<number> {
  const { rowCount } = await session.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
  );
  return rowCount ?? 0;
}

describe('the Postgres log', () => {
  it('draws no position for an append that it refuses', async () => {
    const { position } = await appended(log, 'refused', [newEvent()]);
    await log.append('refused', [newEvent()], 7);
    await log.append('refused', [newEvent()], 'no-stream');
    expect((await appended(log, 'refused', [newEvent()])).position).toBe(position + 1n);
  });

  it('takes a second use of an id for a bug, and writes nothing', async () => {
    const event = newEvent();
    await appended(log, 'once', [event]);
    await expect(log.append('twice', [newEvent(), event], 'any')).rejects.toThrow(/event_id_once/);
    expect(await log.readStream('twice')).toEqual([]);
  });

  it.each(['UPDATE log.event SET type = type', 'DELETE FROM log.event', 'TRUNCATE log.event'])(
    'refuses %s',
    async (statement) => {
      await appended(log, 'kept', [newEvent()]);
      await expect(session.query(statement)).rejects.toThrow(/append-only/);
      expect((await log.readStream('kept')).length).toBeGreaterThan(0);
    },
  );

  it('says when an event was recorded', async () => {
    const { position } = await appended(log, 'timed', [newEvent()]);
    const { rows } = await session.query<{ recent: boolean }>(
      `SELECT recorded_at BETWEEN now() - interval '1 hour' AND now() AS recent FROM log.event WHERE position = $1`,
      [position],
    );
    expect(rows).toEqual([{ recent: true }]);
  });

  it('is one for all processes that open it', async () => {
    const other = await openPostgresEventLog({ databaseUrl: database.url });
    const before = (await everything(log)).length;
    await Promise.all(
      newEvents(20).map((event, index) => appended(index % 2 ? log : other, 'both', [event])),
    );
    const [one, another] = [await everything(log), await everything(other)];
    expect(one).toHaveLength(before + 20);
    expect(another).toEqual(one);
    expect(await log.readStream('both')).toHaveLength(20);
    await other.close();
  });

  it('listens in one session for all subscriptions, and leaves none behind when it is closed', async () => {
    const listening = await openPostgresEventLog({ databaseUrl: database.url });
    expect(await listeningSessions()).toBe(0);
    const followers = [new Follower(listening), new Follower(listening), new Follower(listening)];
    await waitFor(async () => (await listeningSessions()) === 1);
    await Promise.all(followers.map((follower) => follower.until(({ batches }) => batches.length > 0)));
    expect(await listeningSessions()).toBe(1);
    await listening.close();
    await waitFor(async () => (await listeningSessions()) === 0);
  });

  it('does not open where positions are drawn in advance', async () => {
    await session.query('ALTER TABLE log.event ALTER COLUMN position SET CACHE 10');
    await expect(openPostgresEventLog({ databaseUrl: database.url })).rejects.toThrow(/cache 1, not 10/);
    await session.query('ALTER TABLE log.event ALTER COLUMN position SET CACHE 1');
  });

  it('does not open without its tables', async () => {
    const empty = await createTestDatabase();
    await expect(openPostgresEventLog({ databaseUrl: empty.url })).rejects.toThrow(/does not exist/);
    await empty.drop();
  });

  it('is unavailable where there is no server', async () => {
    const nowhere = new URL(database.url);
    nowhere.port = '1';
    await expect(openPostgresEventLog({ databaseUrl: nowhere.toString() })).rejects.toThrow(
      EventLogUnavailable,
    );
  });
});
