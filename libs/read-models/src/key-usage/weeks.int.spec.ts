import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestEvent } from '@keyledger/contracts';
import { createPool, migrate } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { foldUsage, networkOf } from '@keyledger/usage';
import fc from 'fast-check';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { readModelMigrations } from '../migrations/migrations.js';
import { type AccountUsageRequest, AccountUsageQuery } from './account-usage-query.js';
import { usageMigrations } from './migrations.js';
import { accountSubject } from './rollup-tables.js';
import { usageEntities } from './rows.js';
import { delivered, request } from './spec-requests.js';
import { writeUsage } from './write-usage.js';

const hourMs = 3_600_000;
const daysLooked = 60;
const beforeWeeks = 4;
/** A Thursday. */
const firstMs = Date.UTC(2026, 8, 3);

let database: TestDatabase;
let pool: pg.Pool;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations } });
  pool = createPool(database.url, { applicationName: 'test' });
  dataSource = new DataSource({ type: 'postgres', url: database.url, entities: [...usageEntities] });
  await dataSource.initialize();
});

afterEach(async () => {
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

async function migrateTo(number: number): Promise<void> {
  const migrations = usageMigrations.filter((each) => each.number <= number);
  await migrate(database.url, 'usage', migrations);
}

interface Total {
  readonly name: string | null;
  readonly accepted: number;
  readonly refused: number;
}

/** One by one, as the answers are to be. */
function totalsBy(
  nameOf: (event: RequestEvent) => string | null,
  events: readonly RequestEvent[],
): readonly Total[] {
  const names = [...new Set(events.map(nameOf))];
  const totals = names.map((name): Total => {
    const ofName = events.filter((event) => nameOf(event) === name);
    const accepted = ofName.filter(({ code }) => code === 'VALID').length;
    return { name, accepted, refused: ofName.length - accepted };
  });
  const requestsOf = ({ accepted, refused }: Total) => accepted + refused;
  return totals.sort(
    (left, right) =>
      requestsOf(right) - requestsOf(left) || ((left.name ?? '') < (right.name ?? '') ? -1 : 1),
  );
}

async function expectAnswers(events: readonly RequestEvent[], asked: AccountUsageRequest): Promise<void> {
  const usage = new AccountUsageQuery(dataSource);
  const within = events.filter(({ time }) => Date.parse(time) >= asked.from && Date.parse(time) < asked.to);
  const keys = (await usage.topKeys(asked, 100)).map(({ keyId, accepted, refused }) => ({
    ...{ name: keyId, accepted, refused },
  }));
  expect(keys).toEqual(totalsBy(({ keyId }) => keyId, within));
  expect(await usage.top('operation', asked, 100)).toEqual(totalsBy(({ operation }) => operation, within));
  const byNetwork = totalsBy(({ clientAddress }) => networkOf(clientAddress), within);
  expect(await usage.top('network', asked, 100)).toEqual(byNetwork);
}

const drafts = fc.array(
  fc.record({
    keyId: fc.constantFrom('key_a', 'key_b', 'key_c'),
    operation: fc.constantFrom(null, 'o:a', 'o:b'),
    clientAddress: fc.constantFrom(null, '192.0.2.1', '198.51.100.1'),
    code: fc.constantFrom('VALID' as const, 'KEY_EXPIRED' as const),
    time: fc.nat({ max: daysLooked * 24 * hourMs - 1 }).map((ms) => new Date(firstMs + ms).toISOString()),
  }),
  { minLength: 100, maxLength: 400, size: 'max' },
);
const periods = fc
  .tuple(fc.nat({ max: daysLooked * 24 }), fc.nat({ max: daysLooked * 24 }))
  .filter(([left, right]) => left !== right)
  .map(([left, right]): AccountUsageRequest => {
    const [from, to] = [firstMs + Math.min(left, right) * hourMs, firstMs + Math.max(left, right) * hourMs];
    return { accountId: 'acme', resolution: 'hour', from, to };
  });

/** As the auditor wrote days before there were weeks. */
async function writeDays(events: readonly RequestEvent[]): Promise<void> {
  const { operations, networks } = foldUsage(events);
  for (const [table, counts] of Object.entries({
    operation_day: operations.day,
    network_day: networks.day,
  })) {
    for (const { keyId, accountId, start, code, name, requests } of counts) {
      await pool.query(`INSERT INTO usage.${table} VALUES ($1, $2, $3, $4, $5, $6)`, [
        ...[keyId ?? accountSubject(accountId, 0), start, code, name ?? '', requests, accountId],
      ]);
    }
  }
}

describe('the most used keys, operations and networks of an account', () => {
  it('property: are as if requests were counted one by one, whichever weeks the time is made of', async () => {
    await migrateTo(Infinity);
    let offset = 0;
    const counted: RequestEvent[] = [];
    await fc.assert(
      fc.asyncProperty(drafts, fc.array(periods, { minLength: 5 }), async (drafted, asked) => {
        const events = drafted.map((draft, n) => request(offset + n, draft));
        counted.push(...events);
        await writeUsage(pool, delivered(offset, events));
        offset += events.length;
        for (const period of asked) await expectAnswers(counted, period);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('are the same from days that were counted before there were weeks', async () => {
    await migrateTo(beforeWeeks);
    const events = fc.sample(drafts, 1).flatMap((drafted) => drafted.map((draft, n) => request(n, draft)));
    const [early, late] = [events.slice(0, 80), events.slice(80)];
    await writeDays(early);
    await migrateTo(Infinity);
    await writeUsage(pool, delivered(0, late));
    for (const days of [60, 31, 12, 5]) {
      const period = { accountId: 'acme', resolution: 'day', from: firstMs } as const;
      await expectAnswers(events, { ...period, to: firstMs + days * 24 * hourMs });
    }
  });
});
