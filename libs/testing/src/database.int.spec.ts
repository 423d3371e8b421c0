import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from './database.js';

const migrations = {
  log: [
    { number: 1, name: 'first', sql: 'CREATE TABLE first (id int)' },
    { number: 2, name: 'second', sql: 'CREATE TABLE second (id int)' },
  ],
};

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('createTestDatabase', () => {
  it('applies the migrations', async () => {
    const database = await createTestDatabase({ migrations });
    expect(await query(database.url, 'SELECT * FROM first, second')).toEqual([]);
    await database.drop();
  });

  it('gives each caller a database of its own, also when many ask at once', async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, () => createTestDatabase({ migrations })));
    for (const { url } of databases) await query(url, 'INSERT INTO first VALUES (1)');
    const counts = await Promise.all(databases.map(({ url }) => query(url, 'SELECT * FROM first')));
    expect(counts).toEqual(Array.from({ length: 5 }, () => [{ id: 1 }]));
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('removes a database that still has sessions', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
    await client.end().catch(() => undefined);
  });
});
