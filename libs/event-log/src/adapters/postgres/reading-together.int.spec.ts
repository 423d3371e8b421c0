import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { appended, everything, newEvents } from '../../contract/scenario.js';
import type { EventBatch, EventLog } from '../../event-log.js';
import { eventLogMigrations } from './migrations.js';
import { openPostgresEventLog } from './postgres-event-log.js';

const batchEventsMax = 10;

let database: TestDatabase;
let log: EventLog;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { log: eventLogMigrations } });
  log = await openPostgresEventLog({ databaseUrl: database.url });
});

afterAll(async () => {
  await log.close();
  await database.drop();
});

it('subscribers that catch up side by side read full pages once, and each has every event in order', async () => {
  await appended(log, 'long', newEvents(35));
  const ended = new AbortController();
  const subscribers = Array.from({ length: 3 }, () =>
    log.subscribe(0n, { signal: ended.signal, batchEventsMax })[Symbol.asyncIterator](),
  );
  const rounds: (readonly EventBatch[])[] = [];
  while (rounds.at(-1)?.every(({ caughtUp }) => caughtUp) !== true) {
    const results = await Promise.all(subscribers.map((subscriber) => subscriber.next()));
    rounds.push(results.map(({ value }) => value as EventBatch));
  }
  ended.abort();
  const pagesRead = rounds.map((batches) => new Set(batches.map(({ events }) => events)).size);
  expect(pagesRead).toEqual([3, 1, 1, 3]);
  const all = await everything(log);
  for (const [index] of subscribers.entries()) {
    expect(rounds.flatMap((batches) => batches[index]?.events ?? [])).toEqual(all);
  }
});
