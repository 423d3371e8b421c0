import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type EventStoreDbStandIn,
  type Product,
  makeProductDirectory,
  spawnAppProcess,
  spawnProduct,
  startEventStoreDbStandIn,
  waitFor,
} from '@keyledger/testing';
import { type Api, apiOf } from './api.js';
import { type RunningCommand, runCommand, startCommand } from './commands.js';

/** On one page, so that the whole listing is compared. */
const keyCount = 90;

const listing = '/v1/accounts/acme/keys?limit=100';

interface Use {
  readonly lastUsed: object | null;
  readonly lastRefused: object | null;
}

interface Created {
  readonly key: { readonly id: string };
  readonly value: string;
  readonly position: string;
}

/** All that clients see of it, but for positions, which are each log's own. */
async function viewsOf(api: Api, keys: readonly Created[]): Promise<readonly unknown[]> {
  const [first, revoked] = keys;
  const ofKeys = [`/v1/keys/${first?.key.id ?? ''}`, `/v1/keys/${revoked?.key.id ?? ''}/history`];
  const answers = await Promise.all([listing, ...ofKeys, '/v1/audit?limit=100'].map((path) => api.get(path)));
  return answers.map(({ status, body }) => [status, withoutPositions(body)]);
}

async function verdictsOn(api: Api, keys: readonly Created[]): Promise<readonly unknown[]> {
  const answers = await Promise.all(keys.map(({ value }) => api.post('/v1/verify', { key: value })));
  return answers.map(({ status, body }) => [status, withoutPositions(body)]);
}

function withoutPositions(body: unknown): unknown {
  const ofTheLog = ['position', 'createdPosition', 'asOf', 'stalenessMs', 'next', 'nextCursor', 'cursor'];
  const text = JSON.stringify(body, (name, value: unknown) => (ofTheLog.includes(name) ? undefined : value));
  return JSON.parse(text) as unknown;
}

async function waitUntilCounted(api: Api): Promise<void> {
  await waitFor(async () => {
    const { body } = await api.get<{ items: Use[] }>(listing);
    return body.items.length === keyCount && body.items.every((key) => key.lastUsed ?? key.lastRefused);
  });
}

/** That somebody used the revoked key is recorded a moment after it has been counted. */
async function waitUntilAlerted(api: Api): Promise<void> {
  await waitFor(async () => {
    const { body } = await api.get<{ items: readonly object[] }>('/v1/accounts/acme/alerts');
    return body.items.length === 1;
  });
}

async function giveLife(api: Api): Promise<Created[]> {
  await api.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
  const keys: Created[] = [];
  for (let count = 0; count < keyCount; count++) {
    const { body } = await api.post<Created>('/v1/accounts/acme/keys', {
      name: `Key ${count}`,
      scopes: ['a:B'],
    });
    keys.push(body);
  }
  const [first, revoked] = keys;
  await api.post(`/v1/keys/${first?.key.id ?? ''}/disable`, { reason: 'unused' });
  await api.post(`/v1/keys/${first?.key.id ?? ''}/enable`, {});
  await api.post(`/v1/keys/${revoked?.key.id ?? ''}/revoke`, { reason: 'leaked' });
  // Whose use is counted before its end is known there is spoken of by a sweep, which takes its time.
  await waitFor(async () => {
    const { body } = await api.get<{ status: string }>(`/v1/keys/${revoked?.key.id ?? ''}`);
    return body.status === 'revoked';
  });
  return keys;
}

describe('an embedded log that moves to EventStoreDB', () => {
  let server: EventStoreDbStandIn;
  let directory: string;
  let rootKey: string;
  let keys: Created[];
  let views: readonly unknown[];
  let verdicts: readonly unknown[];
  let database: RunningCommand;
  let databaseUrl: string;
  let product: Product | undefined;

  beforeAll(async () => {
    server = await startEventStoreDbStandIn();
    directory = await makeProductDirectory();
    const embedded = await spawnProduct({ directory });
    rootKey = embedded.rootKey ?? '';
    const api = apiOf(embedded.baseUrl, rootKey);
    keys = await giveLife(api);
    verdicts = await verdictsOn(api, keys);
    await waitUntilCounted(api);
    await waitUntilAlerted(api);
    views = await viewsOf(api, keys);
    await embedded.stop();
    database = startCommand('embedded-database', [], { KEYLEDGER_DATA_DIR: directory });
    databaseUrl = await waitFor(() => /postgres:\S+/.exec(database.output.text())?.[0]);
  });

  afterAll(async () => {
    await product?.stop();
    database.signal('SIGTERM');
    await database.exited;
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  const migrate = (...options: string[]) =>
    runCommand('migrate-log', options, { DATABASE_URL: databaseUrl, EVENT_LOG_URL: server.url });

  it('is copied though the copy is killed in the middle', async () => {
    const killed = startCommand('migrate-log', ['--from', databaseUrl, '--to', server.url]);
    await waitFor(() => server.appendCount >= 20, { pollMs: 1 });
    server.freeze(); // so that it is the middle, however fast this machine is
    killed.signal('SIGKILL');
    await killed.exited;
    server.thaw();
    expect(server.appendCount).toBeLessThan(keyCount);
    const { code, text } = await migrate();
    expect(text).toMatch(
      /^copied (\d+) events, \d+ of them now\nverified: both logs hold the same \1 events\n$/,
    );
    expect(text).not.toMatch(/copied (\d+) events, \1 of them/);
    expect(code).toBe(0);
  });

  it('is not taken for the log that the read models were folded from', async () => {
    const projector = spawnAppProcess({
      app: 'projector',
      env: { DATABASE_URL: databaseUrl, EVENT_LOG_URL: server.url },
    });
    await waitFor(() => projector.output.text().includes('npm run reset-read-models'));
    await projector.stop();
  });

  it('answers from there as before', async () => {
    const { code, text } = await migrate('--verify-only', '--reset-read-models');
    expect(text).toMatch(/^reset verification@\d$/m);
    expect(text).toMatch(/^moved key-events@\d$/m);
    expect(code).toBe(0);
    database.signal('SIGTERM');
    expect(await database.exited).toBe(0);
    product = await spawnProduct({ directory, env: { EVENT_LOG_URL: server.url } });
    expect(product.rootKey).toBeNull(); // the log knows one
    const api = apiOf(product.baseUrl, rootKey);
    expect(await viewsOf(api, keys)).toEqual(views);
    expect(await verdictsOn(api, keys)).toEqual(verdicts);
  });

  it('goes on from there', async () => {
    const api = apiOf(product?.baseUrl ?? '', rootKey);
    const [, , third] = keys;
    const { body } = await api.post<Created>(`/v1/keys/${third?.key.id ?? ''}/revoke`, { reason: 'mistake' });
    const verdict = await api.post('/v1/verify', { key: third?.value, minPosition: body.position });
    expect(verdict.body).toMatchObject({ valid: false, code: 'KEY_REVOKED', asOf: body.position });
  });
});
