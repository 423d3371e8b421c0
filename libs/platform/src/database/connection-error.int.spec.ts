import { type AddressInfo, type Socket, createServer } from 'node:net';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { isConnectionError } from './connection-error.js';
import { createPool } from './pool.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

async function connectTo(connectionString: string, timeoutMs = 5_000): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: timeoutMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A server that is no Postgres; what it leaves open is cut afterwards. */
async function withServer(onConnection: (socket: Socket) => void, use: (url: string) => Promise<unknown>) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`postgres://keyledger@127.0.0.1:${(server.address() as AddressInfo).port}/x`);
  } finally {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
}

function altered(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe('out of reach', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a port where nobody listens', () => connectTo('postgres://keyledger@127.0.0.1:1/x')],
    ['several addresses where nobody listens', () => connectTo('postgres://keyledger@localhost:1/x')],
    ['a host that is not known', () => connectTo('postgres://keyledger@no-such-host.invalid/x')],
    ['a socket that is not there', () => connectTo('postgres:///x?host=/nowhere')],
    ['a server that hangs up', () => withServer((socket) => socket.destroy(), connectTo)],
    [
      'a server that says nothing',
      () =>
        withServer(
          () => undefined,
          (url) => connectTo(url, 50),
        ),
    ],
    [
      'a pool whose connections are all taken',
      async () => {
        const pool = new pg.Pool({ connectionString: database.url, max: 1, connectionTimeoutMillis: 50 });
        const taken = await pool.connect();
        try {
          await pool.connect();
        } finally {
          taken.release();
          await pool.end();
        }
      },
    ],
    [
      'a pool that has ended',
      async () => {
        const pool = createPool(database.url, { applicationName: 'ended' });
        await pool.end();
        await pool.query('SELECT 1');
      },
    ],
    [
      'a session that an operator ended',
      async () => {
        const pool = createPool(database.url, { applicationName: 'ended' });
        try {
          await pool.query('SELECT pg_terminate_backend(pg_backend_pid())');
        } finally {
          await pool.end();
        }
      },
    ],
    [
      'a session that does not answer in time',
      async () => {
        const pool = createPool(database.url, { applicationName: 'silent', bounds: { query_timeout: 50 } });
        try {
          await pool.query('SELECT pg_sleep(60)');
        } finally {
          await pool.end();
        }
      },
    ],
    [
      'a session that an operator ended, through TypeORM',
      async () => {
        const dataSource = new DataSource({ type: 'postgres', url: database.url });
        await dataSource.initialize();
        try {
          await dataSource.query('SELECT pg_terminate_backend(pg_backend_pid())');
        } finally {
          await dataSource.destroy();
        }
      },
    ],
  ])('is %s', async (_what, work) => {
    expect(isConnectionError(await failureOf(work))).toBe(true);
  });
});

describe('an answer, even if it is no', () => {
  const querying = (sql: string) => async () => {
    const pool = createPool(database.url, { applicationName: 'answering' });
    try {
      await pool.query(sql);
    } finally {
      await pool.end();
    }
  };

  it.each<[string, () => Promise<unknown>]>([
    ['no such database', () => connectTo(altered((url) => (url.pathname = '/nowhere')))],
    [
      'no such role',
      () =>
        connectTo(
          altered((url) => {
            url.username = 'stranger';
            url.password = 'wrong';
          }),
        ),
    ],
    ['a syntax error', querying('SELEC 1')],
    ['no such table', querying('SELECT * FROM nowhere')],
    ['a statement that takes too long', querying(`SET statement_timeout = 10; SELECT pg_sleep(60)`)],
    ['a bug of ours', () => Promise.reject(new TypeError('connect is not a function'))],
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything can be thrown
    ['not even an error', () => Promise.reject('ECONNREFUSED')],
  ])('is no outage: %s', async (_what, work) => {
    expect(isConnectionError(await failureOf(work))).toBe(false);
  });
});
