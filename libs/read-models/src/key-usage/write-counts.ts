import {
  bucketOf,
  type CountsByResolution,
  networksPerBucketMax,
  operationsPerBucketMax,
  otherOperation,
  type RequestCount,
  resolutions,
} from '@keyledger/usage';
import type pg from 'pg';
import { countStatements } from './count-statements.js';
import { accountSubject, type CountedBy } from './rollup-tables.js';
import { timed } from './timed-query.js';

const namesPerBucketMax: Readonly<Record<CountedBy, number>> = {
  operation: operationsPerBucketMax,
  network: networksPerBucketMax,
};

/**
 * Adds counts that nobody has added before to the rows of their buckets. Whether a bucket may come to the bound on its
 * names is asked of days alone: a name of a minute or an hour is one of its day too, so where the day has room they have.
 */
export async function addCounts(
  client: pg.PoolClient,
  by: CountedBy,
  counts: CountsByResolution,
  partition: number,
): Promise<void> {
  const statements = countStatements[by];
  const namesMax = namesPerBucketMax[by];
  const crowdedDays = await findCrowdedDays(client, by, counts.day, partition);
  const isCrowded = (count: RequestCount): boolean => crowdedDays.has(dayOf(count));
  for (const resolution of resolutions) {
    const all = counts[resolution];
    const crowded = crowdedDays.size === 0 ? [] : all.filter(isCrowded);
    const roomy = crowded.length === 0 ? all : all.filter((count) => !isCrowded(count));
    if (roomy.length > 0)
      await client.query(timed(statements.addRoomy[resolution], columnsOf(roomy, partition)));
    if (crowded.length === 0) continue;
    const columns = [...columnsOf(crowded, partition), namesMax, otherOperation];
    await client.query(timed(statements.addCrowded[resolution], columns));
  }
}

/** As `dayOf`. */
async function findCrowdedDays(
  client: pg.PoolClient,
  by: CountedBy,
  counts: readonly RequestCount[],
  partition: number,
): Promise<ReadonlySet<string>> {
  const days = new Map<string, { readonly first: RequestCount; readonly names: number }>();
  for (const count of counts) {
    const day = dayOf(count);
    const { first = count, names = 0 } = days.get(day) ?? {};
    days.set(day, { first, names: names + 1 });
  }
  const groups = [...days.values()];
  const { rows } = await client.query<{ place: number }>(
    timed(countStatements[by].findCrowded, [
      groups.map(({ first }) => subjectOf(first, partition)),
      groups.map(({ first }) => first.start),
      groups.map(({ first }) => first.code),
      groups.map(({ names }) => names),
      namesPerBucketMax[by],
    ]),
  );
  const names = [...days.keys()];
  return new Set(rows.flatMap(({ place }) => names[place - 1] ?? []));
}

/** Names the day of a key, or of an account, and what became of the requests. */
function dayOf({ keyId, accountId, start, code }: RequestCount): string {
  return `${bucketOf('day', start)} ${code} ${keyId ?? ''} ${accountId}`;
}

function subjectOf({ keyId, accountId }: RequestCount, partition: number): string {
  return keyId ?? accountSubject(accountId, partition);
}

function columnsOf(counts: readonly RequestCount[], partition: number): unknown[] {
  return [
    counts.map((count) => subjectOf(count, partition)),
    counts.map(({ start }) => start),
    counts.map(({ code }) => code),
    counts.map(({ name }) => name ?? ''),
    counts.map(({ requests }) => requests),
    counts.map(({ accountId }) => accountId),
  ];
}
