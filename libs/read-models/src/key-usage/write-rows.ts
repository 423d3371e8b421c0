import type { RequestEvent } from '@keyledger/contracts';
import { activityPerKeyMax, foldUsage, lastOfEachKey } from '@keyledger/usage';
import type pg from 'pg';
import * as sql from './statements.js';
import { timed } from './timed-query.js';
import { addCounts } from './write-counts.js';

/** Everything that is kept of these requests, which nobody has written before. */
export async function writeRequestRows(
  client: pg.PoolClient,
  partition: number,
  events: readonly RequestEvent[],
): Promise<void> {
  const { operations, networks, lastUsed, lastRefused } = foldUsage(events);
  await addCounts(client, 'operation', operations, partition);
  await addCounts(client, 'network', networks, partition);
  if (lastUsed.size > 0) await client.query(timed(sql.keepLastUsed, lastColumns([...lastUsed.values()])));
  if (lastRefused.size > 0)
    await client.query(timed(sql.keepLastRefused, lastColumns([...lastRefused.values()])));
  await client.query(timed(sql.keepActivity, activityColumns(lastOfEachKey(events))));
}

function lastColumns(lasts: readonly RequestEvent[]): unknown[] {
  return [
    ...requestColumns(lasts),
    lasts.map(({ producer }) => producer),
    lasts.map(({ sequence }) => sequence),
  ];
}

function activityColumns(events: readonly RequestEvent[]): unknown[] {
  return [...requestColumns(events), events.map(({ accountId }) => accountId), activityPerKeyMax];
}

function requestColumns(events: readonly RequestEvent[]): unknown[] {
  return [
    events.map(({ keyId }) => keyId),
    events.map(({ time }) => time),
    events.map(({ operation }) => operation),
    events.map(({ clientAddress }) => clientAddress),
    events.map(({ code }) => code),
    events.map(({ userAgent }) => userAgent),
    events.map(({ verifier }) => verifier),
  ];
}
