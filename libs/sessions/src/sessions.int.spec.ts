import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import type pg from 'pg';
import { sessionMigrations } from './migrations.js';
import { Sessions, sessionsPerKeyMax } from './sessions.js';

const minuteMs = 60_000;
const bounds = { idleMs: 30 * minuteMs, absoluteMs: 120 * minuteMs };

let database: TestDatabase;
let pool: pg.Pool;
let nowMs: number;
let sessions: Sessions;

beforeAll(async () => {
  database = await createTestDatabase({ migrations: { session: sessionMigrations } });
  pool = createPool(database.url, { applicationName: 'sessions spec' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('TRUNCATE session.session');
  nowMs = Date.UTC(2030, 0, 1);
  sessions = new Sessions({
    pool,
    bounds,
    clock: { now: () => nowMs },
    ids: { bytes: (count) => randomBytes(count) },
  });
});

const rowCount = async () => (await pool.query('SELECT FROM session.session')).rowCount;

describe('a session', () => {
  it('is found by its token alone, which is not stored', async () => {
    const { token, session } = await sessions.start('key_a');
    expect(await sessions.find(token)).toEqual(session);
    expect(await sessions.find(randomBytes(32).toString('base64url'))).toBeNull();
    expect(await sessions.find('no token at all')).toBeNull();
    const stored = JSON.stringify((await pool.query('SELECT * FROM session.session')).rows);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });

  it('lives on by being used', async () => {
    const { token } = await sessions.start('key_a');
    for (let round = 0; round < 3; round++) {
      nowMs += bounds.idleMs - 1;
      expect(await sessions.find(token)).toMatchObject({ keyId: 'key_a', seenAtMs: nowMs });
    }
  });

  it('is kept alive by nothing that a page asks by itself', async () => {
    const { token, session } = await sessions.start('key_a');
    const stepMs = bounds.idleMs / 10;
    for (let ageMs = stepMs; ageMs < bounds.idleMs; ageMs += stepMs) {
      nowMs += stepMs;
      expect(await sessions.find(token, 'page')).toEqual(session);
    }
    nowMs += stepMs;
    expect(await sessions.find(token, 'page')).toBeNull();
    expect(await rowCount()).toBe(0);
  });

  it('ends when nobody uses it, and leaves nothing behind', async () => {
    const { token } = await sessions.start('key_a');
    nowMs += bounds.idleMs;
    expect(await sessions.find(token)).toBeNull();
    expect(await rowCount()).toBe(0);
  });

  it('ends in the end, however busy it is', async () => {
    const { token } = await sessions.start('key_a');
    const stepMs = 10 * minuteMs;
    for (let ageMs = stepMs; ageMs < bounds.absoluteMs; ageMs += stepMs) {
      nowMs += stepMs;
      expect(await sessions.find(token)).not.toBeNull();
    }
    nowMs += stepMs;
    expect(await sessions.find(token)).toBeNull();
  });

  it('is not written to with every request', async () => {
    const { token } = await sessions.start('key_a');
    nowMs += 1_000;
    const found = await sessions.find(token);
    expect(found?.seenAtMs).toBe(nowMs - 1_000);
  });

  it('is ended by hand', async () => {
    const { token } = await sessions.start('key_a');
    const other = await sessions.start('key_a');
    await sessions.end(token);
    expect(await sessions.find(token)).toBeNull();
    expect(await sessions.find(other.token)).not.toBeNull();
  });

  it('is ended with all others of its key, and with no other key’s', async () => {
    const ended = [await sessions.start('key_a'), await sessions.start('key_a')];
    const kept = await sessions.start('key_b');
    expect(await sessions.endAllOf('key_a')).toBe(2);
    for (const { token } of ended) expect(await sessions.find(token)).toBeNull();
    expect(await sessions.find(kept.token)).not.toBeNull();
  });
});

describe('the register', () => {
  it('forgets what has ended when somebody signs in', async () => {
    await sessions.start('key_a');
    nowMs += bounds.idleMs;
    await sessions.start('key_b');
    expect(await rowCount()).toBe(1);
  });

  it('keeps so many of one key, the ones that were used last', async () => {
    const first = await sessions.start('key_a');
    const rest = [];
    for (let count = 0; count < sessionsPerKeyMax; count++) {
      nowMs += 1_000;
      rest.push(await sessions.start('key_a'));
    }
    expect(await sessions.find(first.token)).toBeNull();
    for (const { token } of rest) expect(await sessions.find(token)).not.toBeNull();
  });
});
