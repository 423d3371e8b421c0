import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileIds } from '@keyledger/domain';
import { SpecApi } from './spec-api.js';

let api: SpecApi;

beforeAll(async () => {
  api = await SpecApi.start();
  for (const profile of profileIds) await api.openAccount(`of-${profile}`, { profile });
});

afterAll(async () => {
  await api.stop();
});

const tenTags = Array.from({ length: 10 }, (_, index) => `tag-${index}`);
const tooMany = { status: 400, body: { code: 'TOO_MANY_TAGS' } };

/** What makes a key of the profile possible, besides a name. */
const grants: Readonly<Record<(typeof profileIds)[number], object>> = {
  keyledger: { scopes: ['orders:Create'] },
  'permission-levels': { permissions: { level: 'full' } },
  'hierarchical-scopes': { scopes: ['orders:Create'], expiresAt: soon() },
  'id-and-secret': {},
  'tagged-keys': {},
  operations: { permissions: { operations: ['SMS'] } },
};

describe('TX-3: up to 10 tags a key', () => {
  it.each(profileIds)(
    'in the profile %s the eleventh is refused on create and on change',
    async (profile) => {
      const keys = `POST /v1/accounts/of-${profile}/keys`;
      const body = { name: 'Tagged', ...grants[profile] };
      expect(await api.send(keys, { body: { ...body, tags: [...tenTags, 'eleventh'] } })).toMatchObject(
        tooMany,
      );
      const created = await api.send(keys, { body: { ...body, tags: tenTags } });
      expect(created).toMatchObject({ status: 201, body: { key: { tags: tenTags } } });
      const { id } = created.body.key as { id: string };
      const change = (tags: readonly string[]) => api.send(`PATCH /v1/keys/${id}`, { body: { tags } });
      expect(await change([...tenTags, 'eleventh'])).toMatchObject(tooMany);
      expect((await change([...tenTags.slice(1), 'eleventh'])).status).toBe(200);
    },
  );
});

describe('TX-4: search by tag', () => {
  it('finds the keys that carry every tag that is asked for, and counts tags', async () => {
    await api.openAccount('searched', { profile: 'tagged-keys' });
    const tagged = async (...tags: string[]) => api.createKey('searched', { scopes: undefined, tags });
    const both = await tagged('blue sky', 'ci');
    const one = await tagged('ci');
    const gone = await tagged('ci', 'old');
    await api.send(`DELETE /v1/keys/${gone.key.id}`);
    const { position } = await tagged();
    const found = async (query: string) => {
      const url = `GET /v1/accounts/searched/keys?minPosition=${position}&${query}`;
      const { body } = await api.send(url);
      return (body.items as { id: string }[]).map(({ id }) => id);
    };
    expect(await found('tag=ci&status=active')).toEqual([one.key.id, both.key.id]);
    expect(await found('tag=ci&tag=blue%20sky')).toEqual([both.key.id]);
    expect(await found('tag=c')).toEqual([]);
    const tags = await api.send(`GET /v1/accounts/searched/tags?minPosition=${position}`);
    expect(tags.body).toEqual({
      items: [
        { tag: 'ci', keys: 2 },
        { tag: 'blue sky', keys: 1 },
      ],
      truncated: false,
    });
  });

  it('says nothing of an account that is not there', async () => {
    expect(await api.send('GET /v1/accounts/nobody/tags')).toMatchObject({
      status: 404,
      body: { code: 'ACCOUNT_NOT_FOUND' },
    });
  });
});

describe('the list of keys', () => {
  it('is sorted by the server, page by page, and keeps its order between them', async () => {
    await api.openAccount('sorted');
    const made = [
      { name: 'Charlie', expiresAt: '2100-06-01T00:00:00Z' },
      { name: 'alfa' },
      { name: 'Bravo', expiresAt: '2100-01-01T00:00:00Z' },
    ];
    let position = '';
    for (const body of made) position = (await api.createKey('sorted', body)).position;
    const page = async (query: string, cursor: string | null) => {
      const after = cursor === null ? '' : `&cursor=${cursor}`;
      const url = `GET /v1/accounts/sorted/keys?limit=1&minPosition=${position}&${query}${after}`;
      const { body } = await api.send(url);
      return body as { items: readonly { name: string }[]; nextCursor: string | null };
    };
    const names = async (query: string) => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const { items, nextCursor } = await page(query, cursor);
        seen.push(...items.map(({ name }) => name));
        cursor = nextCursor;
      } while (cursor !== null);
      return seen.join(' ');
    };
    expect(await names('')).toBe('Bravo alfa Charlie');
    expect(await names('order=asc')).toBe('Charlie alfa Bravo');
    expect(await names('sort=name')).toBe('alfa Bravo Charlie');
    expect(await names('sort=name&order=desc')).toBe('Charlie Bravo alfa');
    expect(await names('sort=expires')).toBe('Bravo Charlie alfa');
    expect(await names('sort=expires&order=desc')).toBe('alfa Charlie Bravo');
    const { nextCursor } = await page('sort=name', null);
    expect(await page('sort=expires', nextCursor)).toMatchObject({ status: 400, code: 'INVALID_CURSOR' });
    expect(await page('', nextCursor)).toMatchObject({ status: 400, code: 'INVALID_CURSOR' });
  });

  it('takes creator, owner, attributes and windows of expiry and use together', async () => {
    await api.openAccount('filtered');
    const admin = await api.adminKey('keyledger:*');
    const body = {
      name: 'Nightly',
      scopes: ['orders:Create'],
      owner: 'finance',
      attributes: { team: 'billing' },
      expiresAt: '2100-06-01T00:00:00Z',
    };
    await api.createKey('filtered');
    const made = await api.send('POST /v1/accounts/filtered/keys', { as: admin, body });
    const { id, createdBy } = made.body.key as { id: string; createdBy: string };
    const found = async (query: string) => {
      const url = `GET /v1/accounts/filtered/keys?minPosition=${String(made.body.position)}&${query}`;
      return ((await api.send(url)).body.items as { id: string }[]).map((key) => key.id);
    };
    const together = [
      `createdBy=${createdBy}&owner=finance&attribute=team:billing`,
      'expiresAfter=2100-01-01T00:00:00Z&expiresBefore=2101-01-01T00:00:00%2B01:00',
      'unusedSince=2099-01-01T00:00:00Z',
    ];
    expect(await found(together.join('&'))).toEqual([id]);
    expect(await found('unusedSince=2099-01-01T00:00:00Z')).toHaveLength(2);
    for (const query of ['attribute=team:bill', 'usedBefore=2099-01-01T00:00:00Z', 'createdBy=finance']) {
      expect(await found(query)).toEqual([]);
    }
  });

  it.each([
    'tag=',
    `tag=${'x'.repeat(201)}`,
    tenTags.map((tag) => `tag=${tag}`).join('&') + '&tag=eleventh',
    'attribute=team',
    'attribute=team:a&attribute=team:b',
    'createdBy=',
    'expiresAfter=tomorrow',
    'expiresBefore=2030-01-01',
    'usedAfter=-1',
    'usedBefore=',
    'unusedSince=2030-01-01T00:00:00Z&unusedSince=2031-01-01T00:00:00Z',
    'user=u-1',
    'revoked=false',
    'sort=',
    'sort=status',
    'sort=Name',
    'sort=name&sort=created',
    'order=up',
    'order=asc&order=asc',
  ])('refuses %s with 400', async (query) => {
    expect(await api.send(`GET /v1/accounts/of-keyledger/keys?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });
});

function soon(): string {
  const weekMs = 7 * 86_400_000;
  return new Date(Date.now() + weekMs).toISOString();
}
