import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type SqlMigration, migrate } from './migrate.js';

const first: SqlMigration = {
  number: 1,
  name: 'CreateTried',
  sql: 'CREATE TABLE tried (text text NOT NULL)',
};
const second: SqlMigration = { number: 2, name: 'FillTried', sql: `INSERT INTO tried VALUES ('once')` };
const broken: SqlMigration = {
  number: 3,
  name: 'Break',
  sql: `INSERT INTO tried VALUES ('never'); SELECT 1 / 0`,
};

let database: TestDatabase;
let client: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
});

async function texts(): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>('SELECT text FROM tried');
  return rows.map(({ text }) => text);
}

describe('migrate', () => {
  it('applies each migration once, however many processes start at the same time', async () => {
    await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, 'tried', [first, second])));
    expect(await texts()).toEqual(['once']);
  });

  it('applies what is new to what is there', async () => {
    await migrate(database.url, 'tried', [first]);
    await migrate(database.url, 'tried', [first, second]);
    await migrate(database.url, 'tried', [first, second]);
    expect(await texts()).toEqual(['once']);
  });

  it('keeps the parts apart', async () => {
    await migrate(database.url, 'tried', [first]);
    await migrate(database.url, 'other', [second]);
    expect(await texts()).toEqual(['once']);
  });

  it('applies a migration whole or not at all, and gives the turn back', async () => {
    await expect(migrate(database.url, 'tried', [first, second, broken])).rejects.toThrow(/division by zero/);
    expect(await texts()).toEqual(['once']);
    await migrate(database.url, 'tried', [first, second]);
  });

  it('orders by number, not by place in the list', async () => {
    await migrate(database.url, 'tried', [second, first]);
    expect(await texts()).toEqual(['once']);
  });
});
