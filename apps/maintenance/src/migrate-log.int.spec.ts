import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventLog, originPosition } from '@keyledger/event-log';
import { eventLogMigrations } from '@keyledger/event-log/adapters/postgres/migrations';
import { openPostgresEventLog } from '@keyledger/event-log/adapters/postgres/postgres-event-log';
import {
  type EventStoreDbStandIn,
  type TestDatabase,
  createTestDatabase,
  startEventStoreDbStandIn,
} from '@keyledger/testing';
import pg from 'pg';
import { pino } from 'pino';
import { isError, loadConfig } from '@keyledger/platform';
import { migrateLog } from './migrate-log-command.js';

interface Result {
  readonly done: boolean;
  /** What it said, and the line of its failure. */
  readonly text: string;
}

let source: TestDatabase;
let sourceLog: EventLog;
let target: TestDatabase;
let server: EventStoreDbStandIn;

beforeAll(async () => {
  source = await createTestDatabase({ migrations: { log: eventLogMigrations } });
  sourceLog = await openPostgresEventLog({ databaseUrl: source.url });
  await write(sourceLog, 12);
  server = await startEventStoreDbStandIn();
});

beforeEach(async () => {
  target = await createTestDatabase();
});

afterEach(() => target.drop());

afterAll(async () => {
  await server.close();
  await sourceLog.close();
  await source.drop();
});

async function write(log: EventLog, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const event = { id: randomUUID(), type: 'Tried', data: { index, secret: 'TopSecret' }, metadata: {} };
    await log.append(`key-${index % 3}`, [event], 'any');
  }
}

async function run(...args: string[]): Promise<Result> {
  const lines: string[] = [];
  const context = {
    config: loadConfig({ DATABASE_URL: undefined }),
    logger: pino({ level: 'silent' }),
    args,
    waitMsMax: 0,
    signal: new AbortController().signal,
    say: (line: string) => void lines.push(line),
  };
  try {
    await migrateLog(context);
    return { done: true, text: lines.join('\n') };
  } catch (error) {
    return { done: false, text: [...lines, isError(error) ? error.message : ''].join('\n') };
  }
}

async function migrate(...options: string[]): Promise<Result> {
  return run('--from', source.url, '--to', target.url, ...options);
}

async function onTarget(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: target.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** As somebody with the rights to the database could. */
async function tamper(statement: string): Promise<void> {
  await onTarget('ALTER TABLE log.event DISABLE TRIGGER append_only', statement);
}

describe('migrate-log', () => {
  it('copies from Postgres to Postgres, and back out of EventStoreDB', async () => {
    expect(await migrate()).toEqual({
      done: true,
      text: 'copied 12 events, 12 of them now\nverified: both logs hold the same 12 events',
    });
    expect(await migrate()).toMatchObject({ done: true, text: expect.stringContaining(' 0 of them now') });
    expect((await run('--from', target.url, '--to', server.url)).done).toBe(true);
    const back = await createTestDatabase();
    expect((await run('--from', server.url, '--to', back.url)).done).toBe(true);
    const log = await openPostgresEventLog({ databaseUrl: back.url });
    expect(await log.readAll(originPosition, 100)).toEqual(await sourceLog.readAll(originPosition, 100));
    await log.close();
    await back.drop();
  });

  it.each([
    [
      'a changed event',
      `UPDATE log.event SET data = '{"index":4,"secret":"no"}' WHERE position = 5`,
      'after 4 events',
    ],
    [
      'another actor',
      `UPDATE log.event SET metadata = '{"actor":"me"}' WHERE position = 1`,
      'after 0 events',
    ],
    ['a missing event', 'DELETE FROM log.event WHERE position = 5', 'after 4 events'],
    [
      'two events in another order',
      'UPDATE log.event SET position = DEFAULT WHERE position = 11',
      'after 10 events',
    ],
  ])('finds %s in the target, and does not write there', async (_, statement, where) => {
    await migrate();
    await tamper(statement);
    const verified = await migrate('--verify-only');
    expect(verified.done).toBe(false);
    expect(verified.text).toMatch(/^the logs are not the same: /);
    expect(verified.text).toContain(where);
    const copied = await migrate();
    expect(copied.done).toBe(false);
    expect(copied.text).toMatch(/something else than the beginning of the source, and was left as it is/);
    expect(`${verified.text}${copied.text}`).not.toContain('TopSecret');
  });

  it('says that the source still grows', async () => {
    await migrate();
    await write(sourceLog, 1);
    const { done, text } = await migrate('--verify-only');
    expect(done).toBe(false);
    expect(text).toMatch(/the source holds more than the \d+ events of the target: stop what writes to it/);
    expect((await migrate()).text).toMatch(/copied (\d+) events, 1 of them now\nverified: .* \1 events$/);
  });

  it('refuses a target in which the product has been at work', async () => {
    await migrate();
    const log = await openPostgresEventLog({ databaseUrl: target.url });
    await write(log, 1);
    await log.close();
    const { done, text } = await migrate();
    expect(done).toBe(false);
    expect(text).toMatch(/the source has nothing more, the target Tried .* \(key-0, revision/);
  });

  const nobody = 'postgres://keyledger:TopSecret@127.0.0.1:1/keyledger';
  it.each<[string, () => string[], RegExp]>([
    ['no log is named', () => [], /^a log is not named\nusage:/],
    ['the same log is named twice', () => ['--from', nobody, '--to', nobody], /both logs are the same one/],
    ['an option is misspelt', () => ['--form', nobody], /'--form'.*\nusage:/],
    [
      'a URL is of no log',
      () => ['--from', 'kafka://x', '--to', nobody],
      /--from: the event log must be a URL/,
    ],
    [
      'a database holds no log',
      () => ['--from', target.url, '--to', server.url],
      /--from: the database holds no event log/,
    ],
    [
      'nobody answers',
      () => ['--from', source.url, '--to', nobody],
      /--to: the database 127.0.0.1:1\/keyledger cannot/,
    ],
  ])('says in a line why it cannot begin where %s', async (_, options, line) => {
    const { done, text } = await run(...options());
    expect(done).toBe(false);
    expect(text).toMatch(line);
    expect(text).not.toContain('TopSecret');
  });
});
