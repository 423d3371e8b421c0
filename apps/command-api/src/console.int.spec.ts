import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { SpecApi } from './spec-api.js';

const pageWith = (nonce: string) =>
  `<!doctype html><meta property="csp-nonce" nonce="${nonce}"><script type="module" src="/assets/main-3f2a.js"></script>`;
const script = `console.log(${JSON.stringify('x'.repeat(2_000))});`;

let database: TestDatabase;
let folder: string;
let api: SpecApi;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'keyledger-console-'));
  const built = join(folder, 'console');
  mkdirSync(join(built, 'assets'), { recursive: true });
  writeFileSync(join(built, 'index.html'), pageWith('__STYLE_NONCE__'));
  writeFileSync(join(built, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(built, 'assets', 'main-3f2a.js'), script);
  writeFileSync(join(built, 'assets', 'main-3f2a.js.br'), brotliCompressSync(script));
  writeFileSync(join(built, 'assets', 'main-3f2a.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'secret.txt'), 'not for you');
  symlinkSync(join(folder, 'secret.txt'), join(built, 'assets', 'link.txt'));
  api = await SpecApi.start({ databaseUrl: database.url, environment: { CONSOLE_DIR: built } });
});

afterAll(async () => {
  await api.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function get(url: string, headers: Record<string, string> = { accept: 'text/html,*/*;q=0.8' }) {
  return api.running.fastify.inject({ method: 'GET', url, headers });
}

/** As the policy of the answer names it. */
function nonceOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): string {
  return /'nonce-([\w-]{22})'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
}

describe('the page', () => {
  it.each(['/', '/index.html', '/accounts/acme/keys', '/accounts/acme/keys/key_1?tab=use', '/anything'])(
    'is at %s, asked for again each time',
    async (url) => {
      const answer = await get(url);
      expect([answer.statusCode, answer.payload]).toEqual([200, pageWith(nonceOf(answer))]);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      });
    },
  );

  it('runs no script but ours, and goes into no frame', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy.split(';').find((directive) => directive.includes('script-src'))).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('takes style elements with its own nonce alone, which is another one each time', async () => {
    const answers = [await get('/'), await get('/'), await get('/accounts/acme/keys')];
    expect(new Set(answers.map(nonceOf)).size).toBe(3);
    for (const answer of answers) {
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonceOf(answer)}';`);
      expect(policy).not.toContain('unsafe');
      expect(answer.headers.etag).toBeUndefined(); // nobody keeps one with the policy of another
    }
  });
});

describe('a file with a digest in its name', () => {
  it('may be kept for ever', async () => {
    const { headers, payload } = await get('/assets/main-3f2a.js');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(payload).toBe(script);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('comes compressed as %s, as it was built', async (encoding, decompress) => {
    const answer = await get('/assets/main-3f2a.js', { 'accept-encoding': encoding });
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      vary: 'accept-encoding',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(answer.headers['content-type']).toMatch(/javascript/);
    expect(decompress(answer.rawPayload).toString()).toBe(script);
    expect(answer.rawPayload.length).toBeLessThan(script.length / 10);
  });
});

describe('what is no page and no file', () => {
  it.each([
    '/v1/unknown',
    '/v1',
    '/docs/unknown',
    '/problems/UNKNOWN/more',
    '/assets/main-0000.js',
    '/assets/missing',
    '/favicon.ico',
    '/assets/main-3f2a.js.br',
    '/assets/link.txt',
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/%00.txt',
    '//secret.txt',
  ])('%s is answered with a problem', async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.payload).not.toContain('not for you');
  });

  it.each(['', 'application/json', '*/*'])(
    'is shown at the bare address to whoever accepts %j',
    async (accept) => {
      const answer = await get('/', { accept });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    },
  );

  it('is a problem too for programs, wherever else a browser would see a page', async () => {
    for (const accept of ['', 'application/json', '*/*']) {
      expect((await get('/accounts/acme', { accept })).json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    }
    const posted = await api.running.fastify.inject({ method: 'POST', url: '/', payload: {} });
    expect(posted.statusCode).toBe(404);
  });

  it('takes nothing from the API', async () => {
    expect((await get('/openapi.json')).json()).toHaveProperty('openapi');
    expect((await get('/readyz')).statusCode).toBe(200);
    expect((await get('/v1/accounts')).json()).toMatchObject({ code: 'MISSING_CREDENTIALS' });
  });
});

describe('without a built console', () => {
  it('the API works, and / says what is missing', async () => {
    const without = await SpecApi.start({
      databaseUrl: database.url,
      environment: { CONSOLE_DIR: join(folder, 'nothing'), KEYLEDGER_ROOT_KEY: api.rootKey },
    });
    const ask = (url: string) =>
      without.running.fastify.inject({ method: 'GET', url, headers: { accept: 'text/html' } });
    const answer = await ask('/');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
    expect(answer.payload).toContain('npm run build');
    expect((await ask('/accounts/acme')).json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    expect((await without.send('GET /v1/accounts')).status).toBe(200);
    await without.stop();
  });
});
