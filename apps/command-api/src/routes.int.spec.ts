import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi } from './spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

const positionOf = ({ body }: { body: Readonly<Record<string, unknown>> }) => String(body.position);

describe('a client that always says that it sends JSON', () => {
  it('may send nothing where nothing has to be sent', async () => {
    const headers = { 'content-type': 'application/json' };
    const { key } = await api.createKey('acme');
    await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'policy' } });
    expect((await api.send(`POST /v1/keys/${key.id}/enable`, { headers })).status).toBe(200);
    expect((await api.send(`DELETE /v1/keys/${key.id}`, { headers })).status).toBe(204);
  });
});

describe('accounts', () => {
  it('are opened, and found at once where the answer says', async () => {
    const opened = await api.send('POST /v1/accounts', { body: { name: 'Globex', slug: 'globex' } });
    expect(opened).toMatchObject({
      status: 201,
      headers: { location: '/v1/accounts/globex' },
      body: {
        account: { id: 'globex', name: 'Globex', apiAccess: true, apiAccessChange: null, revision: 0 },
      },
    });
    const found = await api.send('GET /v1/accounts/globex');
    expect(found.body).toEqual(opened.body.account);
  });

  it('are listed, newest first, in pages', async () => {
    const position = positionOf(
      await api.send('POST /v1/accounts', { body: { name: 'I', slug: 'initech' } }),
    );
    const first = await api.send(`GET /v1/accounts?limit=1&minPosition=${position}`);
    expect(first.body.items).toMatchObject([{ id: 'initech' }]);
    const second = await api.send(`GET /v1/accounts?limit=200&cursor=${String(first.body.nextCursor)}`);
    const ids = (second.body.items as { id: string }[]).map(({ id }) => id);
    expect(ids).not.toContain('initech');
    expect(ids).toContain('system');
    expect(second.body.nextCursor).toBeNull();
  });

  it('choose what stale verifiers answer about their keys', async () => {
    await api.openAccount('stark');
    const chosen = await api.send('PATCH /v1/accounts/stark', { body: { whenStale: 'accept' } });
    expect(chosen.status).toBe(200);
    const found = await api.send(`GET /v1/accounts/stark?minPosition=${positionOf(chosen)}`);
    expect(found.body).toMatchObject({ whenStale: 'accept' });
    const wrong = await api.send('PATCH /v1/accounts/stark', { body: { whenStale: 'sometimes' } });
    expect(wrong.status).toBe(400);
    const system = await api.send('PATCH /v1/accounts/system', { body: { whenStale: 'accept' } });
    expect([system.status, system.body.code]).toEqual([409, 'ACCOUNT_RESERVED']);
  });

  it('are switched off with a reason, and on again', async () => {
    await api.openAccount('hooli');
    const off = await api.send('POST /v1/accounts/hooli/disable-api', {
      body: { reason: 'policy', comment: 'Audit' },
    });
    expect(off).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: { revision: 1 } });
    const shown = await api.send(`GET /v1/accounts/hooli?minPosition=${positionOf(off)}`);
    expect(shown).toMatchObject({
      headers: { etag: '"1"' },
      body: { apiAccess: false, apiAccessChange: { reason: 'policy', comment: 'Audit' } },
    });
    const on = await api.send('POST /v1/accounts/hooli/enable-api');
    const after = await api.send(`GET /v1/accounts/hooli?minPosition=${positionOf(on)}`);
    expect(after.body).toMatchObject({ apiAccess: true, apiAccessChange: { reason: null } });
  });
});

describe('a key', () => {
  it('is created with its value, in this answer and nowhere else', async () => {
    const created = await api.send('POST /v1/accounts/acme/keys', {
      body: {
        name: 'Billing export',
        scopes: ['exports:Create', 'invoices:read'],
        description: 'Nightly',
        environment: 'production',
        expiresAt: '2100-01-31T01:00:00+01:00',
        ipAllowlist: { enforced: true, entries: ['203.0.113.0/24'] },
        tags: ['billing'],
        owner: 'finance',
      },
    });
    const { key, value } = created.body as { key: { id: string; visibleStart: string }; value: string };
    expect(created).toMatchObject({
      status: 201,
      headers: { location: `/v1/keys/${key.id}`, etag: '"0"' },
      body: {
        key: { account: 'acme', status: 'active', expiresAt: '2100-01-31T00:00:00.000Z', lastUsed: null },
      },
    });
    expect(value).toMatch(/^kl_live_/);
    expect(value.startsWith(key.visibleStart)).toBe(true);
    const found = await api.send(`GET /v1/keys/${key.id}`);
    expect(found.body).toEqual(key);
    expect(found.headers.etag).toBe('"0"');
    const position = positionOf(created);
    for (const route of ['GET /v1/accounts/acme/keys', `GET /v1/keys/${key.id}/history`, 'GET /v1/audit']) {
      const answer = await api.send(`${route}?minPosition=${position}`);
      expect(answer.text).toContain(key.id);
      expect(answer.text).not.toContain(value);
    }
  });

  it.each([
    ['production', 'kl_live_'],
    [undefined, 'kl_live_'],
    ['staging', 'kl_test_'],
    ['development', 'kl_test_'],
  ])('for %s starts with %s', async (environment, prefix) => {
    expect((await api.createKey('acme', { environment })).value.startsWith(prefix)).toBe(true);
  });

  it('changes by PATCH and PUT, each answering with position and revision', async () => {
    const { key } = await api.createKey('acme');
    const changes = [
      await api.send(`PATCH /v1/keys/${key.id}`, { body: { name: 'New', tags: ['a', 'b'], owner: 'ops' } }),
      await api.send(`PUT /v1/keys/${key.id}/scopes`, { body: { scopes: ['orders:*'] } }),
      await api.send(`PUT /v1/keys/${key.id}/ip-allowlist`, {
        body: { enforced: true, entries: ['::ffff:192.0.2.1'] },
      }),
      await api.send(`PUT /v1/keys/${key.id}/expiry`, { body: { expiresAt: '2100-01-01T00:00:00Z' } }),
    ];
    expect(changes.map(({ status, headers }) => [status, headers.etag])).toEqual([
      [200, '"1"'],
      [200, '"2"'],
      [200, '"3"'],
      [200, '"4"'],
    ]);
    const last = changes.at(-1);
    const found = await api.send(`GET /v1/keys/${key.id}?minPosition=${String(last?.body.position)}`);
    expect(found.body).toMatchObject({
      name: 'New',
      tags: ['a', 'b'],
      owner: 'ops',
      scopes: ['orders:*'],
      ipAllowlist: { enforced: true, entries: ['192.0.2.1'] },
      expiresAt: '2100-01-01T00:00:00.000Z',
      revision: 4,
    });
  });

  it('that is told what is so already stays at its revision', async () => {
    const { key, position } = await api.createKey('acme');
    const same = await api.send(`PUT /v1/keys/${key.id}/scopes`, { body: { scopes: ['orders:Create'] } });
    expect(same).toMatchObject({ status: 200, body: { position, revision: 0 } });
  });

  it('is disabled, enabled and revoked; DELETE revokes as well', async () => {
    const { key } = await api.createKey('acme');
    await api.send(`POST /v1/keys/${key.id}/disable`, { body: { reason: 'unused' } });
    const enabled = await api.send(`POST /v1/keys/${key.id}/enable`, {
      body: { comment: 'In use after all' },
    });
    expect(enabled).toMatchObject({ status: 200, body: { revision: 2 } });
    const revoked = await api.send(`POST /v1/keys/${key.id}/revoke`, {
      body: { reason: 'leaked', comment: 'Seen' },
    });
    const found = await api.send(`GET /v1/keys/${key.id}?minPosition=${positionOf(revoked)}`);
    expect(found.body).toMatchObject({
      status: 'revoked',
      statusChange: { reason: 'leaked', comment: 'Seen' },
    });

    const other = (await api.createKey('acme')).key;
    const deleted = await api.send(`DELETE /v1/keys/${other.id}?reason=superseded`);
    expect(deleted).toMatchObject({ status: 204, text: '', headers: { etag: '"1"' } });
    const after = await api.send(
      `GET /v1/keys/${other.id}?minPosition=${String(deleted.headers['keyledger-position'])}`,
    );
    expect(after.body).toMatchObject({ status: 'revoked', statusChange: { reason: 'superseded' } });
  });

  it('is found in the list by status, tag, environment, owner and text, in pages', async () => {
    await api.openAccount('lists');
    const keys = [];
    for (const name of ['One', 'Two', 'Three']) {
      keys.push(
        await api.createKey('lists', { name, tags: [`tag-${name}`], owner: name, environment: 'testing' }),
      );
    }
    const revoked = await api.send(`POST /v1/keys/${keys[0]?.key.id ?? ''}/revoke`, {
      body: { reason: 'other' },
    });
    const list = async (query: string) => {
      const { body } = await api.send(
        `GET /v1/accounts/lists/keys?minPosition=${positionOf(revoked)}&${query}`,
      );
      return { names: (body.items as { name: string }[]).map(({ name }) => name), next: body.nextCursor };
    };
    expect((await list('')).names).toEqual(['Three', 'Two', 'One']);
    expect((await list('status=revoked')).names).toEqual(['One']);
    expect((await list('tag=tag-Two')).names).toEqual(['Two']);
    expect((await list('owner=Three&environment=testing')).names).toEqual(['Three']);
    expect((await list('environment=production')).names).toEqual([]);
    expect((await list('q=hRE')).names).toEqual(['Three']);
    const first = await list('limit=2');
    expect((await list(`limit=2&cursor=${String(first.next)}`)).names).toEqual(['One']);
  });

  it('has a history, oldest first, with actor, time and reason', async () => {
    const { key } = await api.createKey('acme');
    const disabled = await api.send(`POST /v1/keys/${key.id}/disable`, {
      body: { reason: 'owner-left', comment: 'Gone' },
      headers: { 'x-request-id': 'request-7', 'x-correlation-id': 'ticket-9', 'user-agent': 'spec/1' },
    });
    expect(disabled.headers['x-request-id']).toBe('request-7');
    const { body } = await api.send(`GET /v1/keys/${key.id}/history?minPosition=${positionOf(disabled)}`);
    expect(body.items).toMatchObject([
      { type: 'KeyCreated', key: key.id, account: 'acme', revision: 0 },
      {
        type: 'KeyDisabled',
        revision: 1,
        position: positionOf(disabled),
        actor: key.createdBy,
        reason: 'owner-left',
        comment: 'Gone',
        requestId: 'request-7',
        correlationId: 'ticket-9',
        causationId: 'request-7',
        clientAddress: '127.0.0.1',
        userAgent: 'spec/1',
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('digest');
  });

  it('has its use counted', async () => {
    const { key } = await api.createKey('acme');
    const usage = await api.send(
      `GET /v1/keys/${key.id}/usage?from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z`,
    );
    expect(usage).toMatchObject({ status: 200, body: { items: [], truncated: false } });
  });
});

describe('the audit log', () => {
  it('is filtered by key, account, actor, type and time', async () => {
    const { key, position } = await api.createKey('acme');
    const types = async (query: string) => {
      const { body } = await api.send(`GET /v1/audit?minPosition=${position}&${query}`);
      return (body.items as { type: string }[]).map(({ type }) => type);
    };
    expect(await types(`key=${key.id}`)).toEqual(['KeyCreated']);
    expect(await types(`account=acme&type=AccountOpened`)).toEqual(['AccountOpened']);
    expect(await types(`actor=system:first-start`)).toEqual(['KeyCreated', 'AccountOpened']);
    expect(await types(`key=${key.id}&from=${encodeURIComponent(key.createdAt)}`)).toEqual(['KeyCreated']);
    expect(await types(`key=${key.id}&to=${encodeURIComponent(key.createdAt)}`)).toEqual([]);
    expect(await types('account=nobody')).toEqual([]);
  });
});

describe('the documentation', () => {
  it('is open to everybody, as a document and as a page', async () => {
    const document = await api.send('GET /openapi.json', { as: null });
    expect(document).toMatchObject({ status: 200, body: { openapi: '3.1.0' } });
    const page = await api.send('GET /docs', { as: null });
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain('swagger-ui-bundle.js');
    expect((await api.send('GET /docs/swagger-ui-bundle.js', { as: null })).status).toBe(200);
    expect((await api.send('GET /docs/swagger-ui-init.js', { as: null })).text).toContain('/v1/accounts');
  });
});
