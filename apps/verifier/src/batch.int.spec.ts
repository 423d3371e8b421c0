import type { BatchedVerdictAnswer } from '@keyledger/contracts';
import { batchQuestionsMax } from '@keyledger/contracts';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

let verifier: SpecVerifier;
let service: MintedKey;
let acme: MintedKey;
let other: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
  acme = await verifier.createKey({ accountId: 'acme' });
  other = await verifier.createKey({ accountId: 'other' });
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

async function send(payload: unknown, { value }: Pick<MintedKey, 'value'> = service) {
  const response = await verifier.running.fastify.inject({
    method: 'POST',
    url: '/v1/verify/batch',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${value}` },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  const body = response.json<{ code?: string; errors?: unknown; answers: BatchedVerdictAnswer[] }>();
  return { status: response.statusCode, headers: response.headers, body };
}

async function answersTo(questions: readonly unknown[], more: object = {}, caller = service) {
  const { status, body } = await send({ questions, ...more }, caller);
  expect(status).toBe(200);
  return body.answers;
}

describe('200', () => {
  it('with a verdict for each question, in their order', async () => {
    const answers = await answersTo([
      { key: acme.value, operation: 'orders:Create' },
      { key: unissuedValue() },
      { key: other.value, operation: 'orders:Delete' },
      { key: 'nonsense' },
      { key: other.value, account: 'acme' },
    ]);
    expect(answers.map(({ code }) => code)).toEqual([
      ...['VALID', 'UNKNOWN_KEY', 'INSUFFICIENT_SCOPE', 'MALFORMED_KEY', 'UNKNOWN_KEY'],
    ]);
  });

  it('whose verdicts say what single ones say', async () => {
    const question = { key: acme.value, operation: 'orders:Create', clientAddress: '192.0.2.1' };
    const [answer] = await answersTo([question]);
    const { body } = await verifier.ask(question);
    expect({ ...answer, stalenessMs: 0 }).toEqual({ ...body, stalenessMs: 0 });
  });

  it('to no questions, with no answers', async () => {
    expect(await answersTo([])).toEqual([]);
  });

  it('to as many as there may be', async () => {
    const answers = await answersTo(Array.from({ length: batchQuestionsMax }, () => ({ key: acme.value })));
    expect(answers.filter(({ valid }) => valid)).toHaveLength(batchQuestionsMax);
  });

  it('and lets others have their turn in between', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    const alone = await turnsDuring(() => answersTo([{ key: acme.value }]));
    const many = await turnsDuring(() =>
      answersTo(Array.from({ length: batchQuestionsMax }, () => ({ key: acme.value }))),
    );
    clearImmediate(counting);
    expect(many).toBeGreaterThan(alone + 10);

    async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
      const before = turns;
      await work();
      return turns - before;
    }
  });

  it('with the key of other accounts unknown to a caller of one', async () => {
    const caller = await verifier.createKey({ accountId: 'system', scopes: ['keyledger@acme:Verify'] });
    await verifier.caughtUp();
    const answers = await answersTo([{ key: acme.value }, { key: other.value }], {}, caller);
    expect(answers.map(({ code, keyId }) => [code, keyId])).toEqual([
      ['VALID', acme.keyId],
      ['UNKNOWN_KEY', null],
    ]);
  });

  it('and records and counts each as a question of its own', async () => {
    const [recordedBefore, countedBefore] = [await recorded(), await counted('INSUFFICIENT_SCOPE')];
    await answersTo([
      { key: acme.value, operation: 'orders:Batched' },
      { key: other.value, operation: 'orders:Batched', clientAddress: '192.0.2.9' },
      { key: 'nonsense', operation: 'orders:Batched' },
    ]);
    const added = (await recorded()).slice(recordedBefore.length);
    expect(added.map(({ keyId, code, clientAddress }) => [keyId, code, clientAddress])).toEqual([
      [acme.keyId, 'INSUFFICIENT_SCOPE', null],
      [other.keyId, 'INSUFFICIENT_SCOPE', '192.0.2.9'],
    ]);
    expect((await counted('INSUFFICIENT_SCOPE')) - countedBefore).toBe(2);
  });

  it('with a question of the wrong shape refused in its place, and what it held not repeated', async () => {
    const answers = await answersTo([
      { key: acme.value },
      { key: 1 },
      { key: 'x', [acme.value]: 1 },
      null,
      { key: 'x', clientAddress: 'localhost' },
      { key: other.value },
    ]);
    expect(answers.map(({ valid, code }) => [valid, code])).toEqual([
      [true, 'VALID'],
      ...Array.from({ length: 4 }, () => [false, 'INVALID_REQUEST']),
      [true, 'VALID'],
    ]);
    expect(answers.map(({ errors }) => errors?.map(({ path }) => path))).toEqual([
      ...[undefined, ['key'], [''], [''], ['clientAddress'], undefined],
    ]);
    expect(JSON.stringify(answers)).not.toContain(acme.value);
  });
});

describe('minPosition', () => {
  const unreached = '9000000000000000000';

  it('of a question makes that one STALE where the index does not get there in time', async () => {
    const answers = await answersTo([{ key: acme.value, minPosition: unreached }, { key: acme.value }]);
    expect(answers.map(({ code }) => code)).toEqual(['STALE', 'VALID']);
  });

  it('of the batch holds for every question, and no question can want less', async () => {
    const answers = await answersTo([{ key: acme.value, minPosition: '0' }, { key: acme.value }], {
      minPosition: unreached,
    });
    expect(answers.map(({ code }) => code)).toEqual(['STALE', 'STALE']);
  });

  it('is waited for', async () => {
    const { keyId, accountId, value } = await verifier.createKey();
    const data = { keyId, accountId, reason: 'leaked', comment: null } as const;
    const minPosition = String(await verifier.record({ type: 'KeyRevoked', data }));
    expect(await answersTo([{ key: value }], { minPosition })).toMatchObject([{ code: 'KEY_REVOKED' }]);
  });
});

describe('413', () => {
  it('BATCH_TOO_LARGE for 1,001 questions', async () => {
    const questions = Array.from({ length: batchQuestionsMax + 1 }, () => ({ key: 'x' }));
    const { status, body } = await send({ questions });
    expect([status, body.code]).toEqual([413, 'BATCH_TOO_LARGE']);
  });

  it('BODY_TOO_LARGE for more than 1 MiB', async () => {
    const { status, body } = await send({ questions: [{ key: 'x'.repeat(1_048_576) }] });
    expect([status, body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('400', () => {
  it.each([
    ['a list', [{ key: 'x' }], ''],
    ['no questions', {}, 'questions'],
    ['questions that are no list', { questions: { key: 'x' } }, 'questions'],
    ['an unknown field', { questions: [], key: 'x' }, ''],
    ['a position that is none', { questions: [], minPosition: '-1' }, 'minPosition'],
    ['a position beyond every log', { questions: [], minPosition: '9999999999999999999' }, 'minPosition'],
    ['null', 'null', ''],
  ])('INVALID_REQUEST for %s', async (_, payload, path) => {
    const { status, body } = await send(payload);
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(body.errors).toMatchObject([{ path }]);
  });

  it('MALFORMED_JSON for half a batch', async () => {
    const { status, body } = await send('{"questions":[');
    expect([status, body.code]).toEqual([400, 'MALFORMED_JSON']);
  });
});

describe('401', () => {
  it('to a stranger, before the batch is read', async () => {
    const { status, body } = await send('{"questions":[', { value: unissuedValue() });
    expect([status, body.code]).toEqual([401, 'INVALID_CREDENTIALS']);
  });
});

async function recorded() {
  const events = await verifier.requestEvents();
  return events
    .filter(({ operation }) => operation === 'orders:Batched')
    .sort((left, right) => left.sequence - right.sequence);
}

async function counted(code: string): Promise<number> {
  const line = new RegExp(`^keyledger_verdicts_total\\{code="${code}"[^}]*\\} (\\d+)`, 'm');
  return Number(line.exec(await verifier.metrics())?.[1] ?? NaN);
}
