import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RequestEvent, type ReviewAnswer, findings, requestsTopic } from '@keyledger/contracts';
import { writeUsage } from '@keyledger/read-models';
import { SpecApi } from './spec-api.js';

const dayMs = 86_400_000;

let api: SpecApi;
let sequence = 0;

beforeAll(async () => {
  api = await SpecApi.start();
});

afterAll(async () => {
  await api.stop();
});

interface Use extends Partial<RequestEvent> {
  readonly operations: readonly (string | null)[];
  readonly daysAgo?: number;
}

/** As if the auditor had counted a request for each. */
async function use(
  { account, id }: { readonly account: string; readonly id: string },
  { operations, daysAgo = 0, ...changes }: Use,
) {
  const firstOffset = BigInt(sequence);
  const time = new Date(Date.now() - daysAgo * dayMs).toISOString();
  const requests = operations.map((operation) => {
    const offset = BigInt(sequence);
    const from = { producer: 'spec', verifier: null, clientAddress: '192.0.2.7', userAgent: null };
    const event: RequestEvent = {
      ...{ keyId: id, accountId: account, operation, code: 'VALID', time, sequence },
      ...{ ...from, ...changes },
    };
    sequence += 1;
    return { offset, event };
  });
  const place = { topic: requestsTopic.name, partition: 0, group: 'spec' };
  const lastOffset = BigInt(sequence) - 1n;
  await writeUsage(api.running.infrastructure.pool, { ...place, requests, firstOffset, lastOffset });
}

async function review(account: string, query = ''): Promise<ReviewAnswer> {
  const { status, body, text } = await api.send(`GET /v1/accounts/${account}/review?${query}`);
  if (status !== 200) throw new Error(text);
  return body as unknown as ReviewAnswer;
}

/** As if the key had been created then, as far as the read model knows. */
async function age(id: string, days: number): Promise<void> {
  const { pool } = api.running.infrastructure;
  const at = new Date(Date.now() - days * dayMs);
  await pool.query('UPDATE read.key_directory SET created_at = $2 WHERE key_id = $1', [id, at]);
}

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

describe('GET /v1/accounts/{account}/review', () => {
  it('shows what each key holds and what it used, and proposes the least that would have done (WX-10, WX-11)', async () => {
    await api.openAccount('acme');
    const wide = await api.createKey('acme', { scopes: ['orders:*', 'people:read'] });
    const idle = await api.createKey('acme', { scopes: ['orders:List'], expiresAt: inDays(30) });
    await use(wide.key, { operations: ['orders:List', 'orders:List', 'orders:Create'] });
    await use(wide.key, { operations: ['billing:Pay'], code: 'INSUFFICIENT_SCOPE' });
    await use(wide.key, { operations: ['orders:Old'], daysAgo: 92 });
    const { items } = await review('acme', `minPosition=${idle.position}`);
    expect(items.map(({ key }) => key.id)).toEqual([idle.key.id, wide.key.id]);
    expect(items[1]).toMatchObject({
      findings: ['no-expiry', 'over-scoped'],
      ageDays: 0,
      usedOperations: [
        { operation: 'orders:List', count: 2 },
        { operation: 'orders:Create', count: 1 },
      ],
      usedNetworks: [{ network: '192.0.2.0/24', count: 3 }],
      unusedScopes: ['people:read'],
      proposal: {
        scopes: ['orders:Create', 'orders:List'],
        permissions: null,
        ipAllowlist: { enforced: true, entries: ['192.0.2.0/24'] },
        revoke: false,
      },
    });
    expect(items[0]).toMatchObject({ usedOperations: [], proposal: null, findings: [] });
  });

  it('looks as far back as it is told', async () => {
    const { items } = await review('acme', 'days=100');
    expect(items[1]?.usedOperations.map(({ operation }) => operation)).toContain('orders:Old');
  });

  it('has each finding as a view, and counts them all (WX-10, XN-10)', async () => {
    await api.openAccount('views');
    const sound = { scopes: ['orders:Create'], expiresAt: inDays(300), environment: 'staging' };
    const made = {
      sound: await api.createKey('views', { ...sound, environment: null }),
      'never-used': await api.createKey('views', sound),
      idle: await api.createKey('views', sound),
      'no-expiry': await api.createKey('views', { ...sound, expiresAt: null }),
      'over-scoped': await api.createKey('views', { ...sound, scopes: ['orders:Create', 'orders:List'] }),
      'rotation-due': await api.createKey('views', sound),
      'wildcard-in-production': await api.createKey('views', {
        ...{ ...sound, scopes: ['*:*'], environment: 'production' },
      }),
    };
    const last = await api.send(`POST /v1/keys/${made['no-expiry'].key.id}/disable`, {
      body: { reason: 'policy' },
    });
    await review('views', `minPosition=${String(last.body.position)}`);
    const others = ['sound', 'no-expiry', 'over-scoped', 'rotation-due'] as const;
    for (const name of others) await use(made[name].key, { operations: ['orders:Create'] });
    await use(made['wildcard-in-production'].key, { operations: [null], clientAddress: '198.51.100.1' });
    await use(made.idle.key, { operations: ['orders:Create'], daysAgo: 95 });
    for (const [name, days] of [
      ['never-used', 2],
      ['idle', 100],
      ['rotation-due', 91],
    ] as const) {
      await age(made[name].key.id, days);
    }
    const found = new Map<string, readonly string[]>();
    for (const finding of findings) {
      const { items } = await review('views', `finding=${finding}`);
      found.set(
        finding,
        items.map(({ key }) => key.id),
      );
    }
    const expected = findings.map((finding): [string, readonly string[]] => {
      if (finding === 'shared-across-environments') return [finding, []];
      // Who has been idle for so long is past the time to be rotated, too.
      const names = finding === 'rotation-due' ? ([finding, 'idle'] as const) : [finding];
      return [finding, names.map((name) => made[name].key.id)];
    });
    expect([...found]).toEqual(expected);
    const { body } = await api.send('GET /v1/accounts/views/review/summary');
    expect(body).toMatchObject({ keys: 7 });
    expect(body.findings).toEqual(
      findings.map((finding) => ({
        finding,
        keys: found.get(finding)?.length,
        view: `/v1/accounts/views/review?finding=${finding}`,
      })),
    );
  });

  it('finds keys that come from where keys of the other side come from, in the last 7 days', async () => {
    await api.openAccount('shared');
    const [live, test, elsewhere, unknown, longAgo] = [
      await api.createKey('shared', { environment: 'production' }),
      await api.createKey('shared', { environment: 'testing' }),
      await api.createKey('shared', { environment: 'development' }),
      await api.createKey('shared', {}),
      await api.createKey('shared', { environment: 'production' }),
    ];
    await review('shared', `minPosition=${longAgo.position}`);
    for (const { key } of [live, test, unknown]) await use(key, { operations: ['orders:Create'] });
    await use(elsewhere.key, { operations: ['orders:Create'], clientAddress: '198.51.100.1' });
    await use(longAgo.key, {
      ...{ operations: ['orders:Create'], clientAddress: '198.51.100.1', daysAgo: 9 },
    });
    const { items } = await review('shared', 'finding=shared-across-environments');
    expect(items.map(({ key }) => key.id)).toEqual([test.key.id, live.key.id]);
    expect(items.map((item) => item.sharedNetworks)).toEqual([['192.0.2.0/24'], ['192.0.2.0/24']]);
    const { body } = await api.send('GET /v1/accounts/shared/review/summary');
    expect(body.findings).toContainEqual(
      expect.objectContaining({ finding: 'shared-across-environments', keys: 2 }),
    );
  });

  it('has pages, which together have each key once, in views too', async () => {
    await api.openAccount('pages');
    const made = [];
    for (let n = 0; n < 7; n++) {
      made.unshift(await api.createKey('pages', n % 2 === 0 ? {} : { expiresAt: inDays(9) }));
    }
    await review('pages', `minPosition=${String(made[0]?.position)}`);
    for (const [view, wanted] of [
      ['', made],
      ['&finding=no-expiry', made.filter(({ key }) => key.expiresAt === null)],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | null = '';
      for (let page = 0; cursor !== null && page < 9; page++) {
        const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { items, nextCursor }: ReviewAnswer = await review('pages', `limit=2${view}${after}`);
        expect(items.length).toBeLessThanOrEqual(2);
        seen.push(...items.map(({ key }) => key.id));
        cursor = nextCursor;
      }
      expect(seen).toEqual(wanted.map(({ key }) => key.id));
    }
    const { nextCursor } = await review('pages', 'limit=2');
    const other = await api.send(
      `GET /v1/accounts/pages/review?finding=no-expiry&cursor=${String(nextCursor)}`,
    );
    expect([other.status, other.body.code]).toEqual([400, 'INVALID_CURSOR']);
  });

  it.each(['days=0', 'days=731', 'finding=ugly', 'finding=', 'limit=0', 'format=xml', 'minPosition=x'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await api.send(`GET /v1/accounts/acme/review?${query}`);
      expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    },
  );

  it('knows no account that does not exist', async () => {
    for (const path of ['review', 'review?format=csv', 'review/summary']) {
      expect((await api.send(`GET /v1/accounts/nobody/${path}`)).body.code).toBe('ACCOUNT_NOT_FOUND');
    }
  });
});

describe('the same as CSV', () => {
  it('has all keys at once, with nothing that a spreadsheet takes for a formula', async () => {
    await api.openAccount('csv');
    await api.createKey('csv', { name: '=HYPERLINK("http://x.example")', owner: '+ada, "the" boss' });
    const { position } = await api.createKey('csv', { name: 'Plain', expiresAt: inDays(30) });
    await review('csv', `minPosition=${position}`);
    for (const request of [
      { route: 'GET /v1/accounts/csv/review?format=csv' },
      { route: 'GET /v1/accounts/csv/review', headers: { accept: 'text/csv' } },
    ]) {
      const { status, headers, text } = await api.send(request.route, { headers: request.headers ?? {} });
      expect([status, headers['content-type'], headers.vary]).toEqual([
        ...[200, 'text/csv; charset=utf-8; header=present', 'accept'],
      ]);
      const [head, plain, formula, end, ...rest] = text.split('\r\n');
      expect(head?.startsWith('key_id,name,status,revision,owner,')).toBe(true);
      expect(plain).toContain(',Plain,active,0,,');
      expect(formula).toContain(`,"'=HYPERLINK(""http://x.example"")",active,0,"'+ada, ""the"" boss",`);
      expect([end, rest]).toEqual(['', []]);
    }
  });

  it('has views and no pages', async () => {
    const { text } = await api.send('GET /v1/accounts/csv/review?format=csv&finding=no-expiry');
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
    const paged = await api.send('GET /v1/accounts/csv/review?format=csv&limit=5');
    expect([paged.status, paged.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });
});
