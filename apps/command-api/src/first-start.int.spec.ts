import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isWellFormedKey } from '@keyledger/domain';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { type FirstStartResult, ROOT_KEY_ANNOUNCEMENT } from './first-start/first-start.js';
import { SpecApi, unissuedKey } from './spec-api.js';

let database: TestDatabase;
const started: SpecApi[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((api) => api.stop()));
  await database.drop();
});

async function start(rootKey: string | null): Promise<SpecApi> {
  const environment = { KEYLEDGER_ROOT_KEY: rootKey ?? '' };
  const api = await SpecApi.start({ databaseUrl: database.url, environment });
  started.push(api);
  return api;
}

const announced = (api: SpecApi): FirstStartResult =>
  api.running.app.get<FirstStartResult>(ROOT_KEY_ANNOUNCEMENT, { strict: false });
const statusWith = async (api: SpecApi, as: string) => (await api.send('GET /v1/accounts', { as })).status;

describe('the first start', () => {
  it('makes a root key, and tells it once', async () => {
    const first = await start(null);
    const { rootKey, minted } = announced(first);
    expect(minted).toBe(true);
    expect(isWellFormedKey(rootKey)).toBe(true);
    expect(await statusWith(first, rootKey ?? '')).toBe(200);
    const second = await start(null);
    expect(announced(second)).toEqual({ rootKey: null, minted: false });
    expect(await statusWith(second, rootKey ?? '')).toBe(200);
  });

  it('makes one root key when several processes start at once', async () => {
    const apis = await Promise.all([start(null), start(null), start(null)]);
    expect(apis.filter((api) => announced(api).minted)).toHaveLength(1);
    expect(await Promise.all(apis.map((api) => api.logLength()))).toEqual([2, 2, 2]);
  });

  it('takes the configured key, and tells nothing', async () => {
    const rootKey = unissuedKey();
    const first = await start(rootKey);
    expect(announced(first)).toEqual({ rootKey: null, minted: false });
    expect(await statusWith(first, rootKey)).toBe(200);
    const again = await start(rootKey);
    expect(await again.logLength()).toBe(2);
    const without = await start(null);
    expect(announced(without).minted).toBe(false);
  });
});

describe('a later start with another configured key', () => {
  it('makes it a root key too, once, whoever starts at the same time', async () => {
    const [old, other] = [unissuedKey(), unissuedKey()];
    await start(old);
    const [api] = await Promise.all([start(other), start(other)]);
    expect(await statusWith(api, other)).toBe(200);
    expect(await statusWith(api, old)).toBe(200);
    expect(await api.logLength()).toBe(3);
  });

  it('fails with one line when that key has been revoked, without its value', async () => {
    const [old, other] = [unissuedKey(), unissuedKey()];
    const api = await start(old);
    await start(other);
    const { body } = await api.send('GET /v1/accounts/system/keys?minPosition=3');
    const ids = (body.items as { id: string; visibleStart: string }[])
      .filter(({ visibleStart }) => other.startsWith(visibleStart))
      .map(({ id }) => id);
    expect(ids).toHaveLength(1);
    await api.send(`DELETE /v1/keys/${ids[0] ?? ''}`);
    const failure = await start(other).catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({ name: 'StartupError' });
    const { message } = failure as Error;
    expect(message).toMatch(/^the key in KEYLEDGER_ROOT_KEY .* has been revoked/);
    expect(message).not.toContain(other);
    expect(message).not.toContain('\n');
  });
});
