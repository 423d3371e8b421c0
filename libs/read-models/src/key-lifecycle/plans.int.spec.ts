import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { usageMigrations } from '../key-usage/migrations.js';
import { readModelMigrations } from '../migrations/migrations.js';
import { DueKeys } from './due-keys.js';

const keys = 100_000;
const now = Date.UTC(2030, 0, 1);

// A third expires within the next two months and has been reminded where that is due, a third was rotated, half of that
// until drained and a hundredth of it not completed, a third was made to take over.
const fillKeys = `
INSERT INTO read.key_directory (
  key_id, account_id, name, tags, scopes, ip_allowlist, expires_at, status, visible_start, created_at,
  created_by, created_position, updated_at, revision, position, attributes, profile, kind, expiry_recorded,
  reminded_days_before, rotated_from, successor_id, overlap, overlap_ends_at, rotation_completed_at
)
SELECT 'key_' || n, 'acme', 'Key ' || n, ARRAY['tag'], ARRAY['a:B'], '{"enforced":false,"entries":[]}',
  CASE WHEN n % 3 = 0 THEN timestamptz '2030-01-01Z' + n * interval '1 minute' END,
  'active', 'kl_live_abcd', timestamptz '2026-01-01' + n * interval '1 s', 'key_admin', n, now(), 0, n, '{}',
  'keyledger', 'key', false, CASE WHEN n % 3 = 0 AND n < 43200 THEN 30 END,
  CASE WHEN n % 3 = 1 THEN 'key_' || n + 1 END, CASE WHEN n % 3 = 2 THEN 'key_' || n - 1 END,
  CASE WHEN n % 3 = 2 THEN CASE WHEN n % 2 = 0 THEN '{"kind":"until-drained","unusedForMs":1000}'
    ELSE '{"kind":"fixed"}' END::jsonb END,
  CASE WHEN n % 6 = 5 THEN timestamptz '2029-06-01' END, CASE WHEN n % 3 = 2 AND n % 100 > 0 THEN now() END
FROM generate_series(1, ${keys}) AS n`;

let database: TestDatabase;
let pool: pg.Pool;
let plans: string[];

/** Explains each question instead of answering it. */
const explaining = {
  query: async ({ text, values }: { readonly text: string; readonly values: readonly unknown[] }) => {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...values]);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    return { rows: [] };
  },
} as unknown as Pick<pg.Pool, 'query'>;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { read: readModelMigrations, usage: usageMigrations } });
  pool = createPool(database.url, { applicationName: 'plans' });
  await pool.query(fillKeys);
  await pool.query('VACUUM ANALYZE');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function planOf(questions: AsyncIterable<unknown>): Promise<string> {
  plans = [];
  for await (const found of questions) throw new Error(`Nothing is answered, but ${String(found)} was found`);
  expect(plans).toHaveLength(1);
  return String(plans[0]);
}

describe(`among ${keys} keys, what is due is found without a look at every key:`, () => {
  const due = new DueKeys(explaining);
  it.each<[string, () => AsyncIterable<unknown>, RegExp]>([
    ['expiries', () => due.expired(now), /key_directory_expiry_due/],
    ['ends of overlaps', () => due.withEndedOverlap(now), /key_directory_rotating/],
    [
      'first reminders',
      () => due.toRemind(now, { daysBefore: 30, nearerDays: 7 }),
      /key_directory_reminder_due/,
    ],
    [
      // Few keys expire within a day: to walk through them all is as good.
      'last reminders',
      () => due.toRemind(now, { daysBefore: 1, nearerDays: 0 }),
      /key_directory_(reminder|expiry)_due/,
    ],
    ['drained keys', () => due.drained(), /key_directory_rotating/],
    ['successors', () => due.successors(BigInt(keys - 10), now), /key_directory_successors/],
  ])('%s', async (_, questions, index) => {
    const plan = await planOf(questions());
    expect(plan).toMatch(index);
    expect(plan).not.toContain('Seq Scan on key_directory');
  });
});
