import { createTestDatabase, waitFor } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Overload } from './overload.js';
import { type MintedKey, SpecVerifier } from './spec-verifier.js';

let verifier: SpecVerifier;
let service: MintedKey;
let key: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase(), { SHED_LAG_MS: '20' });
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
  key = await verifier.createKey();
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

type Question = (typeof questions)[number];

async function inject([url, contentType, payload]: Question, { to = verifier, as = service.value } = {}) {
  const authorization = `Bearer ${url.startsWith('/v1/authorize') ? key.value : as}`;
  return to.running.fastify.inject({
    method: 'POST',
    url,
    headers: { 'content-type': contentType, authorization },
    payload,
  });
}

const questions = [
  ['/v1/verify', 'application/json', '{"key":"x"}'],
  ['/v1/verify/batch', 'application/json', '{"questions":[]}'],
  ['/v1/introspect', 'application/x-www-form-urlencoded', 'token=x'],
  ['/v1/authorize/acme', 'text/plain', ''],
] as const;

/** Every turn of the event loop takes this long. */
const turnMs = 120;

async function whileOverloaded(work: () => Promise<void>): Promise<void> {
  let turn = setImmediate(function busy() {
    const endMs = performance.now() + turnMs;
    while (performance.now() < endMs);
    turn = setImmediate(busy);
  });
  try {
    const overload = verifier.running.app.get(Overload);
    await waitFor(() => overload.isOverloaded, { what: 'too much to do' });
    await work();
  } finally {
    clearImmediate(turn);
  }
}

describe('a verifier that has too much to do', () => {
  it('refuses every question with 503 and says when to come back', async () => {
    await whileOverloaded(async () => {
      for (const question of questions) {
        const { statusCode, headers } = await inject(question);
        expect([question[0], statusCode, headers['retry-after']]).toEqual([question[0], 503, '1']);
      }
      const problem = (await inject(questions[0])).json<{ code: string }>();
      expect(problem.code).toBe('OVERLOADED');
    });
  });

  it('answers again once it has less, and has counted what it refused', async () => {
    await whileOverloaded(async () => {
      expect((await inject(questions[0])).statusCode).toBe(503);
    });
    for (const question of questions) {
      await waitFor(async () => (await inject(question)).statusCode === 200, { what: question[0] });
    }
    expect(await verifier.metrics()).toMatch(
      /^keyledger_requests_shed_total\{reason="overloaded"[^}]*\} [1-9]/m,
    );
  });

  it('still says how it is', async () => {
    await whileOverloaded(async () => {
      const { statusCode } = await verifier.running.fastify.inject({ url: '/healthz' });
      expect(statusCode).toBe(200);
    });
  });
});

describe('batches', () => {
  it('give back what they held, however many came before', async () => {
    const patient = await SpecVerifier.start(await createTestDatabase());
    const { value } = await patient.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
    await patient.caughtUp();
    for (let sent = 0; sent < 1_001; sent += 1) {
      const { statusCode } = await inject(questions[1], { to: patient, as: value });
      expect(statusCode).toBe(200);
    }
    await patient.stop();
  });
});
