import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyAnswer } from '@keyledger/contracts';
import { verification, waitForPosition } from '@keyledger/read-models';
import { type SpecAnswer, SpecApi } from './spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
  await api.openAccount('globex');
});

afterAll(async () => {
  await api.stop();
});

let values = 0;
/** A value that was made elsewhere. */
const oldValue = () => `old-system-${(values += 1)}-${'0'.repeat(40)}`;
const hexOf = (value: string) => createHash('sha256').update(value).digest('hex');
const base64urlOf = (value: string) => createHash('sha256').update(value).digest('base64url');

function importInto(account: string, digest: string, wishes: object = {}): Promise<SpecAnswer> {
  const body = {
    name: 'From the old system',
    scopes: ['orders:Create'],
    digest: { algorithm: 'sha256', value: digest },
    ...wishes,
  };
  return api.send(`POST /v1/accounts/${account}/keys/import`, { body });
}

const keyOf = ({ body }: SpecAnswer) => body.key as KeyAnswer;

describe('an imported key', () => {
  it('is a key like any other, whose value is nowhere', async () => {
    const answer = await importInto('acme', hexOf(oldValue()), { visibleStart: 'old-sys', tags: ['old'] });
    const key = keyOf(answer);
    expect(answer).toMatchObject({ status: 201, headers: { location: `/v1/keys/${key.id}`, etag: '"0"' } });
    expect(answer.body).not.toHaveProperty('value');
    expect(key).toMatchObject({
      ...{ account: 'acme', kind: 'imported', visibleStart: 'old-sys', tags: ['old'] },
      ...{ status: 'active', rotatedFrom: null, scopes: ['orders:Create'] },
    });
    const { position } = answer.body;
    expect((await api.send(`GET /v1/keys/${key.id}?minPosition=${String(position)}`)).body).toEqual(key);
    const { body } = await api.send(`GET /v1/keys/${key.id}/history?minPosition=${String(position)}`);
    expect(body.items).toMatchObject([{ type: 'KeyImported' }]);
  });

  it('is recognised by the start of its digest where nothing else is said', async () => {
    const digest = hexOf(oldValue());
    expect(keyOf(await importInto('acme', digest)).visibleStart).toBe(`sha256:${digest.slice(0, 8)}`);
  });

  it('works by its value', async () => {
    const value = oldValue();
    const answer = await importInto('system', base64urlOf(value), { scopes: ['keyledger:ListAccounts'] });
    expect(answer.status).toBe(201);
    expect((await api.send('GET /v1/accounts', { as: value })).status).toBe(200);
    expect((await api.send('GET /v1/accounts', { as: `${value}0` })).status).toBe(401);
  });

  it('is imported once: into no account again, however its digest is written', async () => {
    const value = oldValue();
    await importInto('acme', hexOf(value));
    const again = [
      await importInto('acme', hexOf(value)),
      await importInto('acme', hexOf(value).toUpperCase()),
      await importInto('globex', base64urlOf(value)),
    ];
    for (const answer of again) expect(answer).toMatchObject({ status: 409, body: { code: 'KEY_EXISTS' } });
  });

  it('is imported once by several at once', async () => {
    const digest = hexOf(oldValue());
    const answers = await Promise.all(Array.from({ length: 5 }, () => importInto('acme', digest)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it('stays revoked, and does not come back by another import', async () => {
    const digest = hexOf(oldValue());
    const { id } = keyOf(await importInto('acme', digest));
    await api.send(`DELETE /v1/keys/${id}`);
    expect((await importInto('acme', digest)).body.code).toBe('KEY_EXISTS');
  });

  it('is refused where its value is that of a key that was made here', async () => {
    const { value, position } = await api.createKey('acme');
    const { pool } = api.running.infrastructure;
    const made = { pool, readModel: verification, position: BigInt(position), timeoutMs: 60_000 };
    expect(await waitForPosition(made)).toBe(true);
    const before = await api.logLength();
    expect((await importInto('globex', hexOf(value))).body.code).toBe('KEY_EXISTS');
    expect(await api.logLength()).toBe(before);
  });
});

describe('an import that is refused leaves nothing behind', () => {
  it.each([
    ['INVALID_REQUEST', { digest: { algorithm: 'md5', value: '0'.repeat(64) } }],
    ['INVALID_REQUEST', { digest: { algorithm: 'sha256', value: '0'.repeat(63) } }],
    ['INVALID_REQUEST', { digest: { algorithm: 'sha256', value: `${'0'.repeat(43)}=` } }],
    ['INVALID_REQUEST', { digest: { algorithm: 'sha256', value: 'g'.repeat(64) } }],
    ['INVALID_REQUEST', { digest: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' }],
    ['INVALID_REQUEST', { value: 'the secret itself' }],
    ['INVALID_REQUEST', { kind: 'token' }],
    ['INVALID_REQUEST', { visibleStart: 'x'.repeat(21) }],
    ['INVALID_REQUEST', { visibleStart: 'a b' }],
    ['INVALID_SCOPE', { scopes: ['orders'] }],
    ['TOO_MANY_SCOPES', { scopes: [] }],
    ['INVALID_EXPIRY', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['INVALID_NAME', { name: '' }],
  ])('with %s for %j', async (code, wishes) => {
    const before = await api.logLength();
    const answer = await importInto('acme', hexOf(oldValue()), wishes);
    expect(answer.body.code).toBe(code);
    expect(answer.text).not.toContain('the secret itself');
    expect(await api.logLength()).toBe(before);
  });

  it('with ACCOUNT_NOT_FOUND for an account that there is not', async () => {
    expect((await importInto('nobody', hexOf(oldValue()))).body.code).toBe('ACCOUNT_NOT_FOUND');
  });

  it('with GRANT_EXCEEDS_HOLDER for an admin key that holds more', async () => {
    const as = await api.adminKey('keyledger:ImportKey');
    const body = {
      name: 'Mine',
      scopes: ['keyledger:*'],
      digest: { algorithm: 'sha256', value: hexOf(oldValue()) },
    };
    expect((await api.send('POST /v1/accounts/system/keys/import', { as, body })).body.code).toBe(
      'GRANT_EXCEEDS_HOLDER',
    );
  });
});
