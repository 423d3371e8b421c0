import type { VerdictAnswer } from '@keyledger/contracts';
import { type KeyLimit, profileOf } from '@keyledger/domain';
import { createPool } from '@keyledger/platform';
import { type TestDatabase, createTestDatabase, waitFor } from '@keyledger/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { carry, dressCases, openAccount } from './spec-authorize.js';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

const day = (requests: number): KeyLimit => ({ name: 'day', kind: 'fixed', requests, window: 'P1D' });
const once = (credits: number): KeyLimit => ({ name: 'once', kind: 'credits', credits, refill: null });

let database: TestDatabase;
let verifiers: SpecVerifier[];

beforeEach(async () => {
  database = await createTestDatabase();
  verifiers = [];
});

afterEach(async () => {
  for (const verifier of verifiers) await verifier.stop();
  await database.drop();
});

async function start(): Promise<SpecVerifier> {
  const verifier = await SpecVerifier.start({ ...database, drop: async () => undefined });
  verifiers.push(verifier);
  await verifier.caughtUp();
  return verifier;
}

async function keyWith(verifier: SpecVerifier, ...limits: readonly KeyLimit[]): Promise<MintedKey> {
  const key = await verifier.createKey({ limits });
  await Promise.all(verifiers.map((each) => each.caughtUp()));
  return key;
}

async function askTimes(verifier: SpecVerifier, key: MintedKey, times: number, more: object = {}) {
  const answers = await Promise.all(
    Array.from({ length: times }, () => verifier.ask({ key: key.value, ...more })),
  );
  return answers.map(({ body }) => body);
}

const admitted = (answers: readonly VerdictAnswer[]): number => answers.filter(({ valid }) => valid).length;

describe('one verifier', () => {
  it('admits exactly as many requests as the limit says, however many come at once', async () => {
    const verifier = await start();
    const key = await keyWith(verifier, day(50));
    const answers = await askTimes(verifier, key, 120);
    expect(admitted(answers)).toBe(50);
    const [refused] = answers.filter(({ valid }) => !valid);
    expect(refused).toMatchObject({
      ...{ valid: false, code: 'RATE_LIMITED', keyId: key.keyId, account: 'acme', scope: null },
      limits: [{ name: 'day', limit: 50, windowSeconds: 86_400, remaining: 0 }],
    });
    expect(refused?.limits?.[0]?.resetSeconds).toBeGreaterThan(0);
  });

  it('burns nothing on what it refuses for another reason', async () => {
    const verifier = await start();
    const key = await keyWith(verifier, once(3));
    const refused = await askTimes(verifier, key, 10, { operation: 'orders:Delete' });
    expect(refused.every(({ code, limits }) => code === 'INSUFFICIENT_SCOPE' && limits === undefined)).toBe(
      true,
    );
    expect(admitted(await askTimes(verifier, key, 10))).toBe(3);
  });

  it('says nothing of limits where a key has none', async () => {
    const verifier = await start();
    const key = await keyWith(verifier);
    expect(Object.keys((await verifier.ask({ key: key.value })).body)).not.toContain('limits');
  });

  it('takes new limits from the log, and lifts them', async () => {
    const verifier = await start();
    const key = await keyWith(verifier, day(1));
    expect(admitted(await askTimes(verifier, key, 3))).toBe(1);
    const identity = { keyId: key.keyId, accountId: 'acme' };
    const change = async (limits: readonly KeyLimit[]): Promise<void> => {
      await verifier.record({ type: 'LimitsChanged', data: { ...identity, limits, previousLimits: [] } });
      await verifier.caughtUp();
    };
    await change([day(4)]);
    expect(admitted(await askTimes(verifier, key, 10))).toBe(3);
    await change([]);
    expect(admitted(await askTimes(verifier, key, 10))).toBe(10);
  });

  it('keeps credits over a restart, to the last one', async () => {
    const verifier = await start();
    const key = await keyWith(verifier, once(20));
    expect(admitted(await askTimes(verifier, key, 7))).toBe(7);
    await verifier.stop();
    verifiers = [];
    const successor = await start();
    const answers = await askTimes(successor, key, 30);
    expect(admitted(answers)).toBe(13);
    expect(answers.find(({ valid }) => !valid)).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      limits: [{ name: 'once', limit: 20, windowSeconds: null, remaining: 0, resetSeconds: null }],
    });
  });

  it('counts in batches, and not where it is only asked whether a token is active', async () => {
    const verifier = await start();
    const key = await keyWith(verifier, once(5));
    const service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    await verifier.caughtUp();
    const authorization = `Bearer ${service.value}`;
    for (let asked = 0; asked < 10; asked++) {
      const response = await verifier.running.fastify.inject({
        ...{ method: 'POST', url: '/v1/introspect', payload: `token=${encodeURIComponent(key.value)}` },
        headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(response.json<{ active: boolean }>().active).toBe(true);
    }
    const response = await verifier.running.fastify.inject({
      ...{ method: 'POST', url: '/v1/verify/batch', headers: { authorization } },
      payload: { questions: Array.from({ length: 12 }, () => ({ key: key.value })) },
    });
    const { answers } = response.json<{ answers: readonly VerdictAnswer[] }>();
    expect(answers.map(({ code }) => code).filter((code) => code === 'VALID')).toHaveLength(5);
    expect(answers.filter(({ code }) => code === 'QUOTA_EXCEEDED')).toHaveLength(7);
  });

  it('admits its even part while the counters cannot be reached, and no credits', async () => {
    const verifier = await start();
    const [windowed, credited] = [await keyWith(verifier, day(30)), await keyWith(verifier, once(30))];
    await askTimes(verifier, await keyWith(verifier, day(30)), 1); // has heard how many verifiers there are
    const pool = createPool(database.url, { applicationName: 'spec' });
    try {
      await pool.query('ALTER TABLE fleet.limit_counter RENAME TO elsewhere');
      expect(admitted(await askTimes(verifier, windowed, 40))).toBe(30);
      expect(admitted(await askTimes(verifier, credited, 40))).toBe(0);
      expect(await verifier.metrics()).toMatch(/keyledger_limits_cut_off(\{.*\})? 1/);
      await pool.query('ALTER TABLE fleet.elsewhere RENAME TO limit_counter');
      await waitFor(async () => admitted(await askTimes(verifier, credited, 1)) === 1);
      expect(admitted(await askTimes(verifier, windowed, 10))).toBe(0);
    } finally {
      await pool.end();
    }
  });
});

describe('two verifiers', () => {
  it('admit no more than one would, and all of it where both are asked on', async () => {
    const [one, other] = [await start(), await start()];
    const key = await keyWith(one, day(60));
    const answers = await Promise.all([askTimes(one, key, 50), askTimes(other, key, 50)]);
    const first = answers.reduce((sum, each) => sum + admitted(each), 0);
    expect(first).toBeLessThanOrEqual(60);
    expect(first).toBeGreaterThan(30);
    let total = first;
    await waitFor(async () => {
      for (const verifier of [one, other]) total += admitted(await askTimes(verifier, key, 5));
      return total === 60;
    });
    expect(admitted(await askTimes(one, key, 5)) + admitted(await askTimes(other, key, 5))).toBe(0);
  });
});

describe('a gateway', () => {
  it('is answered in the account’s own dress, with what is left in headers', async () => {
    const verifier = await start();
    for (const { profile, format, name } of dressCases) {
      const accountId = name.toLowerCase().replaceAll(/[^a-z]+/g, '-');
      await openAccount(verifier, accountId, { profile });
      const key = await verifier.createKey({ accountId, profile, format, limits: [day(2), once(9)] });
      await verifier.caughtUp();
      const authorize = async () => {
        const lines = carry(format, key.value).map((line) => line.split(': '));
        const headers = Object.fromEntries(lines) as Readonly<Record<string, string>>;
        return verifier.running.fastify.inject({ method: 'GET', url: `/v1/authorize/${accountId}`, headers });
      };
      const [first, second, third] = [await authorize(), await authorize(), await authorize()];
      expect([first.statusCode, second.statusCode, third.statusCode]).toEqual([200, 200, 429]);
      expect(first.headers['ratelimit-policy']).toBe('"day";q=2;w=86400, "once";q=9');
      expect(first.headers['ratelimit']).toMatch(/^"day";r=1;t=\d+, "once";r=8$/);
      expect(third.headers['ratelimit']).toMatch(/^"day";r=0;t=\d+, "once";r=7$/);
      expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
      const denial = { code: 'RATE_LIMITED', detail: null, sufficient: null } as const;
      const dress = profileOf(profile).answerTo(denial);
      expect(third.json()).toMatchObject(withoutType(dress.body));
    }
  });
});

/** Of a problem: it is made absolute on the way. */
function withoutType(body: unknown): object {
  return Object.fromEntries(Object.entries(body as object).filter(([field]) => field !== 'type'));
}
