import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import type pg from 'pg';
import { createPool } from './pool.js';

let database: TestDatabase;
let pool: pg.Pool;
let operator: pg.Pool;
let lost: Error[];

beforeAll(async () => {
  database = await createTestDatabase();
  operator = createPool(database.url, { applicationName: 'operator' });
});

beforeEach(() => {
  lost = [];
  pool = createPool(database.url, {
    applicationName: 'pool',
    connectionsMax: 1,
    onSessionLost: (error) => lost.push(error),
  });
});

afterEach(() => pool.end());

afterAll(async () => {
  await operator.end();
  await database.drop();
});

async function terminate(pid: number): Promise<void> {
  await operator.query('SELECT pg_terminate_backend($1)', [pid]);
}

const ownPid = 'SELECT pg_backend_pid() AS pid';

describe('a session that is lost', () => {
  it('between two queries of its user: the next one is refused, the process lives', async () => {
    const session = await pool.connect();
    const { rows } = await session.query<{ pid: number }>(ownPid);
    await terminate(rows[0]?.pid ?? 0);
    await waitFor(() => lost.length > 0, { what: 'the loss' });
    await expect(session.query('SELECT 1')).rejects.toThrow();
    session.release(true);
    expect((await pool.query('SELECT 1')).rowCount).toBe(1);
  });

  it('while idle: the next query has a new one, and one loss was told once', async () => {
    const { rows } = await pool.query<{ pid: number }>(ownPid);
    await terminate(rows[0]?.pid ?? 0);
    await waitFor(() => lost.length > 0, { what: 'the loss' });
    expect((await pool.query('SELECT 1')).rowCount).toBe(1);
    expect(lost).toHaveLength(1);
  });

  it('is not the only one there is: what hangs on it is given up, and its place is free again', async () => {
    const bounded = createPool(database.url, {
      applicationName: 'bounded',
      connectionsMax: 1,
      bounds: { query_timeout: 100 },
    });
    await expect(bounded.query('SELECT pg_sleep(60)')).rejects.toThrow('Query read timeout');
    expect((await bounded.query('SELECT 1')).rowCount).toBe(1);
    await bounded.end();
  });
});
