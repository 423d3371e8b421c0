import { createPool, migrate } from '@keyledger/platform';
import {
  AccountUsageQuery,
  KeyUsageQuery,
  KeyUseQuery,
  readModelEntities,
  readModelMigrations,
  usageMigrations,
} from '@keyledger/read-models';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { withDatabase } from './bench-database.js';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { days, fillUsage, keysCount, largestAccount } from './usage-rows.js';

const roundsCount = 15;
const warmUpRounds = 3;
const dayMs = 86_400_000;
/** Filling takes longer than a query of the product ever may. */
const fillMsMax = 200_000;
const everyRow = 10_000;

/** What the API answers from counts. */
export const usageQuery: Benchmark = {
  name: 'usage-query',
  describe:
    'Answers about use with 10,000 keys and 90 days of hours, over plain reads of as many rows by a primary key.',
  run: async () => withDatabase(async (url) => measure(url)),
};

interface Question {
  readonly name: string;
  /** Which rows it is made of, as a query that counts them; null: the answer has a row for each. */
  readonly rows: string | null;
  readonly ask: () => Promise<number>;
}

async function measure(databaseUrl: string): Promise<BenchmarkResult> {
  await migrate(databaseUrl, 'read', readModelMigrations);
  await migrate(databaseUrl, 'usage', usageMigrations);
  const pool = createPool(databaseUrl, {
    applicationName: 'bench',
    bounds: { query_timeout: fillMsMax },
  });
  const dataSource = new DataSource({
    ...{ type: 'postgres', url: databaseUrl, entities: [...readModelEntities] },
  });
  await dataSource.initialize();
  try {
    await fillUsage(pool);
    const answers: Record<string, Readonly<Record<string, number>>> = {};
    for (const question of questionsOn(dataSource)) {
      answers[question.name] = await measureQuestion(pool, question);
    }
    const ratios = Object.values(answers).map(({ ratio = 0 }) => ratio);
    return { ratio: Math.max(...ratios), keys: keysCount, days, rounds: roundsCount, answers };
  } finally {
    await dataSource.destroy();
    await pool.end();
  }
}

function questionsOn(dataSource: DataSource): readonly Question[] {
  const [keyUsage, accountUsage] = [new KeyUsageQuery(dataSource), new AccountUsageQuery(dataSource)];
  const keyUse = new KeyUseQuery(dataSource);
  const to = Math.ceil(Date.now() / dayMs) * dayMs;
  const from = to - days * dayMs;
  const ofKey = {
    keyId: 'key_1',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    resolution: 'hour',
    limit: everyRow,
  } as const;
  const ofAccount = { accountId: largestAccount, resolution: 'day', from, to } as const;
  const page = Array.from({ length: 200 }, (_, n) => `key_${n}`);
  const ofPage = `key_id = ANY ('{${page.join()}}')`;
  const accountRows = (by: string) =>
    `SELECT count(*) FROM usage.${by}_day WHERE key_id LIKE '*${largestAccount}/%'`;
  const keyRows = (by: string) =>
    `SELECT count(*) FROM usage.${by}_day WHERE account_id = '${largestAccount}' AND key_id NOT LIKE '*%'`;
  return [
    {
      name: 'key, 90 days by hour and operation',
      rows: null,
      ask: async () => (await keyUsage.counts('operation', ofKey)).length,
    },
    {
      name: 'account of 5,000 keys, 90 days by day',
      rows: accountRows('operation'),
      ask: async () => (await accountUsage.series(ofAccount)).length,
    },
    {
      name: 'its networks',
      rows: accountRows('network'),
      ask: async () => (await accountUsage.top('network', ofAccount, 20)).length,
    },
    {
      name: 'its most used keys',
      rows: keyRows('operation'),
      ask: async () => (await accountUsage.topKeys(ofAccount, 20)).length,
    },
    {
      name: 'its failed requests',
      rows: `${keyRows('network')} AND code = 'KEY_ROTATED'`,
      ask: async () => (await accountUsage.failedRequests(ofAccount, 200)).length,
    },
    {
      name: 'what 200 keys used, 90 days',
      rows: `SELECT (SELECT count(*) FROM usage.operation_day WHERE ${ofPage})
        + (SELECT count(*) FROM usage.network_day WHERE ${ofPage}) AS count`,
      ask: async () => (await keyUse.of(page, { since: from, recentSince: to })).length,
    },
  ];
}

async function measureQuestion(pool: pg.Pool, { rows: counting, ask }: Question) {
  const rows = counting === null ? await ask() : await countOf(pool, counting);
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < warmUpRounds + roundsCount; round++) {
    ours.push(await timeOf(ask));
    plain.push(await timeOf(async () => readPlain(pool, rows, counting === null)));
  }
  const [answerMs, plainMs] = [ours, plain].map((each) => median(each.slice(warmUpRounds)));
  if (answerMs === undefined || plainMs === undefined) throw new Error('both were measured');
  return { rows, answerMs: rounded(answerMs), plainMs: rounded(plainMs), ratio: rounded(answerMs / plainMs) };
}

/** Added up, as answers do, or each of them sent. */
async function readPlain(pool: pg.Pool, rows: number, each: boolean): Promise<void> {
  const what = each ? 'start, code, operation, requests' : 'sum(requests)';
  await pool.query(`SELECT ${what} FROM plain WHERE id BETWEEN 1 AND $1`, [rows]);
}

async function countOf(pool: pg.Pool, sql: string): Promise<number> {
  const { rows } = await pool.query<{ count: bigint }>(sql);
  return Number(rows[0]?.count ?? 0);
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
