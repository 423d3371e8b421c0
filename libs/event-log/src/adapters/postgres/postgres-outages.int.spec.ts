import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import pg from 'pg';
import { Follower, appended, everything, followUntil, idsOf, newEvents } from '../../contract/scenario.js';
import { AppendOutcomeUnknown, type EventLog, EventLogUnavailable } from '../../event-log.js';
import { appendAttemptsMax } from './append.js';
import { eventLogMigrations } from './migrations.js';
import { openPostgresEventLog } from './postgres-event-log.js';
import { type SpecProxy, openSpecProxy } from './spec-proxy.js';

let database: TestDatabase;
let proxy: SpecProxy;
/** Through the proxy. */
let log: EventLog;
let session: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { log: eventLogMigrations } });
  proxy = await openSpecProxy(database.url);
  log = await openPostgresEventLog({ databaseUrl: proxy.url });
  session = new pg.Client({ connectionString: database.url });
  await session.connect();
});

afterEach(async () => {
  await log.close();
  await proxy.close();
  await session.end();
  await database.drop();
});

/** Sessions that wait for the lock that appends take turns on. */
async function waitingAppends(): Promise<number[]> {
  const { rows } = await session.query<{ pid: number }>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
  );
  return rows.map((row) => row.pid);
}

describe('an append to the Postgres log', () => {
  it('that is killed while it waits for its turn is made again, and written once', async () => {
    await session.query('BEGIN; SELECT pg_advisory_xact_lock(1802268519)');
    const events = newEvents(2);
    const append = log.append('a', events, 'no-stream');
    const [pid] = await waitFor(async () => {
      const pids = await waitingAppends();
      return pids.length > 0 && pids;
    });
    await session.query('SELECT pg_terminate_backend($1)', [pid]);
    await session.query('COMMIT');
    expect(await append).toMatchObject({ outcome: 'appended', revision: 1 });
    expect(idsOf(await everything(log))).toEqual(idsOf(events));
  });

  it('whose answer is lost after the commit has that answer all the same, and is written once', async () => {
    const events = newEvents(2);
    proxy.loseAppendAnswers(1);
    const result = await log.append('a', events, 'no-stream');
    const read = await everything(log);
    expect(result).toEqual({ outcome: 'appended', revision: 1, position: read.at(-1)?.position });
    expect(idsOf(read)).toEqual(idsOf(events));
    expect(proxy.appendCount()).toBe(2);
  });

  it('is of unknown outcome when its answers keep getting lost, after a bounded number of attempts', async () => {
    const events = newEvents(1);
    proxy.loseAppendAnswers(1_000);
    await expect(log.append('a', events, 'no-stream')).rejects.toThrow(AppendOutcomeUnknown);
    expect(proxy.appendCount()).toBe(appendAttemptsMax);
    proxy.loseAppendAnswers(0);
    expect(await log.append('a', events, 'no-stream')).toMatchObject({ outcome: 'appended', revision: 0 });
    expect(await everything(log)).toHaveLength(1);
  });

  it('is unavailable, and has no effect, where there is no connection to send it on', async () => {
    await proxy.close();
    await expect(log.append('a', newEvents(1), 'any')).rejects.toThrow(EventLogUnavailable);
    await expect(log.readStream('a')).rejects.toThrow(EventLogUnavailable);
    await expect(log.hasEventsAfter(0n)).rejects.toThrow(EventLogUnavailable);
    proxy = await openSpecProxy(database.url);
    const { rows } = await session.query<{ count: bigint }>('SELECT count(*) FROM log.event');
    expect(rows).toEqual([{ count: '0' }]);
  });
});

describe('a reader of the Postgres log', () => {
  it('is not held up by an open write transaction elsewhere', async () => {
    await session.query('CREATE TABLE elsewhere (id integer); BEGIN; INSERT INTO elsewhere VALUES (1)');
    const follower = new Follower(log);
    const events = newEvents(3);
    for (const event of events) await appended(log, 'a', [event]);
    await follower.until((seen) => seen.events.length === 3);
    await follower.stop();
    expect(idsOf(follower.events)).toEqual(idsOf(events));
    await session.query('ROLLBACK');
  });

  it('does not see an append that has not been committed, nor anything after it', async () => {
    await session.query('BEGIN');
    await session.query(`SELECT log.append('a', -1, ARRAY[$1::uuid], '{First}', '{"{}"}', '{"{}"}')`, [
      randomUUID(),
    ]);
    const second = log.append('b', newEvents(1), 'no-stream');
    await waitFor(async () => (await waitingAppends()).length === 1);
    expect(await everything(log)).toEqual([]);
    await session.query('COMMIT');
    await second;
    expect((await everything(log)).map((event) => event.stream)).toEqual(['a', 'b']);
  });

  it('resumes after a restart from its checkpoint', async () => {
    const events = newEvents(6);
    for (const event of events) await appended(log, 'a', [event]);
    const before = await followUntil(log, 0n, { count: 4, batchEventsMax: 2 });
    await log.close();
    log = await openPostgresEventLog({ databaseUrl: database.url });
    const after = await followUntil(log, before.at(-1)?.position ?? 0n, { count: 2 });
    expect(idsOf([...before, ...after])).toEqual(idsOf(events));
  });

  it('reports an outage and goes on after it', async () => {
    const errors: unknown[] = [];
    const reporting = await openPostgresEventLog({
      databaseUrl: proxy.url,
      onError: (error) => errors.push(error),
    });
    const follower = new Follower(reporting);
    await follower.until(({ batches }) => batches.length === 1);
    await session.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await waitFor(() => errors.length > 0);
    await appended(log, 'a', newEvents(1));
    await follower.until(({ events }) => events.length === 1);
    await reporting.close();
    await follower.untilEnded();
  });
});
