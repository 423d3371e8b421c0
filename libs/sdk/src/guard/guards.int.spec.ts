import type { VerdictAnswer, VerifyQuestion } from '@keyledger/contracts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Req } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { fastify } from 'fastify';
import { KeyledgerUnavailable } from '../client/keyledger-problem.js';
import { keyledgerExpress } from '../express.js';
import { keyledgerFastify } from '../fastify.js';
import { KeyledgerModule, type NestRequest, RequireScope } from '../nest.js';
import { startSpecServer } from '../spec-server.js';
import type { GuardOptions } from './guard-request.js';

const value = 'kl_live_presented';
const answers: Record<string, Partial<VerdictAnswer>> = {
  VALID: { valid: true, code: 'VALID', keyId: 'key_1', account: 'acme', scope: 'orders:*' },
  INSUFFICIENT_SCOPE: { code: 'INSUFFICIENT_SCOPE', keyId: 'key_1', account: 'acme' },
  KEY_REVOKED: { code: 'KEY_REVOKED', keyId: 'key_1', account: 'acme' },
};
const refused = {
  valid: false,
  keyId: null,
  account: null,
  scope: null,
  asOf: '7',
  stale: false,
  stalenessMs: 0,
};

@Controller()
class OrdersController {
  @Get('/orders')
  @RequireScope('orders:ListOrders')
  list(@Req() { keyledger }: NestRequest) {
    return keyledger;
  }
}

type Stop = () => Promise<unknown>;
type Served = { readonly url: string; readonly stop: Stop };

/** The same route behind each of the guards. */
const frameworks: Record<string, (options: GuardOptions) => Promise<Served>> = {
  Fastify: async (options) => {
    const app = fastify();
    await app.register(keyledgerFastify, options);
    app.get('/orders', { onRequest: app.requireScope('orders:ListOrders') }, ({ keyledger }) => keyledger);
    return { url: await app.listen({ host: '127.0.0.1', port: 0 }), stop: () => app.close() };
  },
  Nest: async (options) => {
    @Module({ imports: [KeyledgerModule.forRoot(options)], controllers: [OrdersController] })
    class OrdersModule {}
    const testing = await Test.createTestingModule({ imports: [OrdersModule] }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.listen(0, '127.0.0.1');
    return { url: await app.getUrl(), stop: () => app.close() };
  },
  'middleware as Express calls it': async (options) => {
    const guard = keyledgerExpress(options)('orders:ListOrders');
    const server = await startSpecServer((request, response) =>
      guard(request, response, (error) => {
        if (error !== undefined) throw error as Error;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify((request as NestRequest).keyledger));
      }),
    );
    return { url: server.url, stop: () => server.close() };
  },
};

let stop: Stop | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

describe.each(Object.entries(frameworks))('%s', (_name, serve) => {
  const asked: VerifyQuestion[] = [];
  const errors: unknown[] = [];

  /** What a client sees when Keyledger answers with this, or not at all. */
  async function get(
    answer: Partial<VerdictAnswer> | Error,
    headers: Record<string, string>,
    options: Partial<GuardOptions> = {},
  ) {
    asked.length = errors.length = 0;
    const verifier = {
      verify: async (question: VerifyQuestion): Promise<VerdictAnswer> => {
        asked.push(question);
        if ('message' in answer) throw answer;
        return { ...refused, code: '', ...answer };
      },
    };
    const served = await serve({ verifier, onError: (error) => errors.push(error), ...options });
    stop = served.stop;
    const response = await fetch(`${served.url}/orders`, { headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
  const bearer = { authorization: `Bearer ${value}` };

  it('passes on what is left of the limits of the key, and 429 where nothing is', async () => {
    const limit = { name: 'minute', limit: 10, windowSeconds: 60 };
    const left = [{ ...limit, remaining: 9, resetSeconds: 42 }];
    const admitted = await get({ ...answers['VALID'], limits: left }, bearer);
    expect(admitted.status).toBe(200);
    expect(admitted.headers.get('ratelimit-policy')).toBe('"minute";q=10;w=60');
    expect(admitted.headers.get('ratelimit')).toBe('"minute";r=9;t=42');
    const spent = [{ ...limit, remaining: 0, resetSeconds: 42 }];
    const limited = await get(
      { code: 'RATE_LIMITED', keyId: 'key_1', account: 'acme', limits: spent },
      bearer,
    );
    expect(limited.status).toBe(429);
    expect(limited.headers.get('ratelimit')).toBe('"minute";r=0;t=42');
    expect(limited.headers.get('retry-after')).toBe('42');
    expect(limited.body).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('asks about the key, the operation and the address, and puts the verdict on the request', async () => {
    const { status, body } = await get(answers['VALID'] ?? {}, bearer, { account: 'acme' });
    expect([status, body]).toEqual([
      200,
      { keyId: 'key_1', account: 'acme', operation: 'orders:ListOrders', scope: 'orders:*', asOf: '7' },
    ]);
    expect(asked).toEqual([
      {
        ...{ key: value, operation: 'orders:ListOrders', account: 'acme', clientAddress: '127.0.0.1' },
        userAgent: 'node',
      },
    ]);
  });

  it('answers 401 with a challenge where there is no key, and asks nobody', async () => {
    const { status, headers, body } = await get({}, {});
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="keyledger"']);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'MISSING_CREDENTIALS', status: 401 });
    expect(asked).toEqual([]);
  });

  it('answers 401 invalid_token where the key does not do', async () => {
    const { status, headers, body } = await get(answers['KEY_REVOKED'] ?? {}, bearer, {
      keyledgerUrl: 'https://keys.example/',
    });
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="keyledger", error="invalid_token"',
    ]);
    expect(body).toMatchObject({ type: 'https://keys.example/problems/KEY_REVOKED', code: 'KEY_REVOKED' });
  });

  it('answers 403 insufficient_scope where the key does not permit it', async () => {
    const { status, headers } = await get(answers['INSUFFICIENT_SCOPE'] ?? {}, bearer);
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(headers.get('www-authenticate')).toContain('orders:ListOrders');
  });

  it('answers 503 where Keyledger gives no answer, and tells the service why', async () => {
    const away = new KeyledgerUnavailable('away');
    const { status, headers, body } = await get(away, bearer);
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(body).toMatchObject({ code: 'STALE' });
    expect(errors).toEqual([away]);
  });

  it('answers 503 to a verdict that it does not know', async () => {
    expect((await get({ code: 'SOMETHING_NEWER' }, bearer)).status).toBe(503);
  });

  it('refuses where a verdict is valid but of nobody', async () => {
    const { status } = await get({ valid: true, code: 'VALID' }, bearer);
    expect(status).toBe(503);
    expect(errors).toHaveLength(1);
  });

  it('takes the key where the profile has it, and answers in its words', async () => {
    const options = { profile: 'id-and-secret' } as const;
    expect((await get(answers['VALID'] ?? {}, { 'x-api-key': 'key_a.b' }, options)).status).toBe(200);
    await stop?.();
    const { status, headers } = await get(answers['VALID'] ?? {}, bearer, options);
    expect([status, headers.get('www-authenticate')]).toEqual([400, null]); // XD-2
  });
});
