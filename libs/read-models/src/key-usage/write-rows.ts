import type { RequestEvent } from '@keyledger/contracts';
import {
  activityPerKeyMax,
  foldUsage,
  lastOfEachKey,
  networksPerBucketMax,
  operationsPerBucketMax,
  otherOperation,
  type RequestCount,
  resolutions,
} from '@keyledger/usage';
import type pg from 'pg';
import { accountSubject } from './rollup-tables.js';
import * as sql from './statements.js';
import { timed } from './timed-query.js';

/** Everything that is kept of these requests, which nobody has written before; one statement a table. */
export async function writeRequestRows(
  client: pg.PoolClient,
  partition: number,
  events: readonly RequestEvent[],
): Promise<void> {
  const { operations, networks, lastUsed, lastRefused } = foldUsage(events);
  for (const resolution of resolutions) {
    const byOperation = countColumns(operations[resolution], partition, operationsPerBucketMax);
    await client.query(timed(sql.addOperationCounts[resolution], byOperation));
    const byNetwork = countColumns(networks[resolution], partition, networksPerBucketMax);
    await client.query(timed(sql.addNetworkCounts[resolution], byNetwork));
  }
  if (lastUsed.size > 0) await client.query(timed(sql.keepLastUsed, lastColumns([...lastUsed.values()])));
  if (lastRefused.size > 0)
    await client.query(timed(sql.keepLastRefused, lastColumns([...lastRefused.values()])));
  await client.query(timed(sql.keepActivity, activityColumns(lastOfEachKey(events))));
}

function countColumns(counts: readonly RequestCount[], partition: number, namesMax: number): unknown[] {
  return [
    counts.map(({ keyId, accountId }) => keyId ?? accountSubject(accountId, partition)),
    counts.map(({ start }) => start),
    counts.map(({ code }) => code),
    counts.map(({ name }) => name ?? ''),
    counts.map(({ requests }) => requests),
    counts.map(({ accountId }) => accountId),
    namesMax,
    otherOperation,
  ];
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
