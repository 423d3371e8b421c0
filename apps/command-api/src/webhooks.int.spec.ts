import { randomBytes } from 'node:crypto';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpecApi } from './spec-api.js';

let database: TestDatabase;
let api: SpecApi;
const lines: string[] = [];
const path = '/v1/accounts/acme/webhooks';
const url = 'https://hooks.example.com/keyledger';
const secretPattern = /^whsec_[A-Za-z0-9+/]{43}=$/;

beforeAll(async () => {
  database = await createTestDatabase();
  const environment = { WEBHOOK_SECRETS_KEY: randomBytes(32).toString('base64') };
  api = await SpecApi.start({ databaseUrl: database.url, environment, onLog: (line) => lines.push(line) });
  await api.openAccount('acme');
  await api.openAccount('globex');
});

afterAll(async () => {
  await api.stop();
  await database.drop();
});

beforeEach(async () => {
  const { body } = await api.send(`GET ${path}`);
  for (const { id } of body['items'] as readonly { id: string }[]) await api.send(`DELETE ${path}/${id}`);
});

async function added(body: object = {}) {
  const answer = await api.send(`POST ${path}`, { body: { url, ...body } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as unknown as { webhook: { id: string }; secret: string };
}

describe('webhook endpoints', () => {
  it('are added with a secret that is shown once', async () => {
    const { webhook, secret } = await added({ description: 'pager', filter: { severities: ['critical'] } });
    expect(secret).toMatch(secretPattern);
    const shown = await api.send(`GET ${path}/${webhook.id}`);
    expect(shown.body).toMatchObject({
      ...{ url, description: 'pager', enabled: true, disabledBecause: null, failingSince: null },
      filter: { eventTypes: [], rules: [], severities: ['critical'], keyIds: [] },
    });
    expect((await api.send(`GET ${path}`)).body['items']).toEqual([shown.body]);
    expect(shown.text).not.toContain('whsec_');
  });

  it('leave their secret nowhere: not in the log, the database or what is logged', async () => {
    const { secret } = await added();
    const events = await api.running.infrastructure.eventLog.readAll(0n, 10_000);
    const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
    expect(JSON.stringify(events, asText)).not.toContain(secret.slice('whsec_'.length));
    const { rows } = await api.running.infrastructure.pool.query<{ sealed: Buffer }>(
      'SELECT sealed FROM webhook.secret',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain('whsec_');
    expect(lines.join('\n')).not.toContain(secret.slice('whsec_'.length));
  });

  it('are changed, disabled, enabled and removed', async () => {
    const { webhook } = await added();
    const one = `${path}/${webhook.id}`;
    const change = (body: object) => api.send(`PATCH ${one}`, { body });
    expect((await change({ enabled: false, filter: { eventTypes: ['KeyRevoked'] } })).status).toBe(200);
    expect((await api.send(`GET ${one}`)).body).toMatchObject({
      ...{ url, enabled: false, disabledBecause: 'asked', filter: { eventTypes: ['KeyRevoked'] } },
    });
    expect((await api.send(`POST ${one}/test`)).body).toMatchObject({ code: 'WEBHOOK_DISABLED' });
    await change({ enabled: true, url: 'https://other.example.com/' });
    expect((await api.send(`GET ${one}`)).body).toMatchObject({
      url: 'https://other.example.com/',
      enabled: true,
    });
    expect((await api.send(`DELETE ${one}`)).status).toBe(200);
    for (const route of [`GET ${one}`, `DELETE ${one}`, `POST ${one}/rotate-secret`, `POST ${one}/test`]) {
      expect((await api.send(route)).body).toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
    }
  });

  it.each([
    'http://hooks.example.com/',
    'https://user:pass@example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.7/hook',
    'nonsense',
  ])('refuse the URL %s', async (bad) => {
    const refused = await api.send(`POST ${path}`, { body: { url: bad } });
    expect(refused.body).toMatchObject({ status: 400, code: 'INVALID_WEBHOOK_URL' });
    const { webhook } = await added();
    const changed = await api.send(`PATCH ${path}/${webhook.id}`, { body: { url: bad } });
    expect(changed.body).toMatchObject({ code: 'INVALID_WEBHOOK_URL' });
  });

  it.each([{ eventTypes: ['Nonsense'] }, { rules: ['telepathy'] }, { surprise: [] }, { keyIds: [''] }])(
    'refuse the filter %j',
    async (filter) => {
      expect((await api.send(`POST ${path}`, { body: { url, filter } })).body).toMatchObject({
        code: 'INVALID_REQUEST',
      });
    },
  );

  it('are twenty at most', async () => {
    for (let count = 0; count < 20; count++) await added();
    expect((await api.send(`POST ${path}`, { body: { url } })).body).toMatchObject({
      code: 'TOO_MANY_WEBHOOKS',
    });
  });

  it('get a new secret, with the old one for a stated while', async () => {
    const { webhook, secret: old } = await added();
    const before = Date.now();
    const rotated = await api.send(`POST ${path}/${webhook.id}/rotate-secret`, { body: { overlapHours: 2 } });
    const { secret, previousEndsAt } = rotated.body as { secret: string; previousEndsAt: string };
    expect(secret).toMatch(secretPattern);
    expect(secret).not.toBe(old);
    expect(Date.parse(previousEndsAt)).toBeGreaterThanOrEqual(before + 2 * 3_600_000);
    expect((await api.send(`GET ${path}/${webhook.id}`)).body).toMatchObject({
      previousSecretEndsAt: previousEndsAt,
    });
    const tooLong = await api.send(`POST ${path}/${webhook.id}/rotate-secret`, {
      body: { overlapHours: 999 },
    });
    expect(tooLong.body).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it('are for those who may see, and change, those of the account', async () => {
    const { webhook } = await added();
    const reader = await api.adminKey('keyledger@acme:read');
    expect((await api.send(`GET ${path}/${webhook.id}`, { as: reader })).status).toBe(200);
    expect((await api.send(`POST ${path}`, { as: reader, body: { url } })).body).toMatchObject({
      ...{ code: 'FORBIDDEN', sufficientScope: 'keyledger@acme:ChangeWebhooks' },
    });
    const stranger = await api.adminKey('keyledger@globex:*');
    const elsewhere = await api.send(`GET /v1/accounts/globex/webhooks/${webhook.id}`, { as: stranger });
    expect(elsewhere.body).toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
    expect((await api.send(`GET ${path}`, { as: stranger })).body).toMatchObject({
      code: 'ACCOUNT_NOT_FOUND',
    });
  });
});

describe('deliveries', () => {
  it('of a test are shown, listed page by page, and replayed', async () => {
    const { webhook } = await added();
    const one = `${path}/${webhook.id}`;
    const tested = await api.send(`POST ${one}/test`);
    expect(tested.status).toBe(201);
    expect(tested.body).toMatchObject({ eventType: 'WebhookTested', status: 'pending', attempts: 0 });
    const second = await api.send(`POST ${one}/test`);
    const first = await api.send(`GET ${one}/deliveries?limit=1&status=pending`);
    expect(first.body).toMatchObject({ items: [{ id: second.body['id'] }] });
    const next = await api.send(
      `GET ${one}/deliveries?limit=1&status=pending&cursor=${String(first.body['nextCursor'])}`,
    );
    expect(next.body).toMatchObject({ items: [{ id: tested.body['id'] }], nextCursor: null });
    expect((await api.send(`GET ${one}/deliveries?status=dead`)).body).toMatchObject({ items: [] });
    const mixedUp = await api.send(`GET ${one}/deliveries?cursor=${String(first.body['nextCursor'])}`);
    expect(mixedUp.body).toMatchObject({ code: 'INVALID_CURSOR' });
    const replayed = await api.send(`POST ${one}/deliveries/${String(tested.body['id'])}/replay`);
    expect(replayed.body).toMatchObject({ id: tested.body['id'], status: 'pending' });
    expect((await api.send(`POST ${one}/deliveries/msg_nobody/replay`)).body).toMatchObject({
      code: 'WEBHOOK_DELIVERY_NOT_FOUND',
    });
  });
});

describe('without a key to seal secrets with', () => {
  it('there are no webhooks, and it is said why', async () => {
    const bare = await SpecApi.start({
      databaseUrl: database.url,
      environment: { KEYLEDGER_ROOT_KEY: api.rootKey },
    });
    const refused = await bare.send(`POST ${path}`, { body: { url } });
    expect(refused.body).toMatchObject({ status: 503, code: 'WEBHOOKS_NOT_CONFIGURED' });
    expect(refused.text).toContain('WEBHOOK_SECRETS_KEY');
    expect((await bare.send(`GET ${path}`)).body).toEqual({ items: [] });
    await bare.stop();
  });
});
