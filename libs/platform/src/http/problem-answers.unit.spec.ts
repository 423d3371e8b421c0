import {
  Body,
  Controller,
  Get,
  Module,
  NotFoundException,
  Param,
  Post,
  StandardSchemaValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { createHttpServer } from './http-server.js';
import { ProblemFilter } from './problem-filter.js';
import { ProblemError, problem } from './problem.js';

class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';
}

class AppendOutcomeUnknown extends Error {
  override readonly name = 'AppendOutcomeUnknown';
}

const connectionRefused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), {
  code: 'ECONNREFUSED',
});

/** What a route may throw, by the name that the tests ask for. */
const failures: Readonly<Record<string, unknown>> = {
  refusal: new ProblemError(problem('KEY_NOT_FOUND', 'No key key_1.', { keyId: 'key_1' })),
  forbidden: new ProblemError(problem('FORBIDDEN', undefined, { sufficientScope: 'keyledger:read' })),
  'with-headers': new ProblemError(problem('STALE'), { headers: { 'retry-after': '7' } }),
  log: new EventLogUnavailable('reset'),
  outcome: new AppendOutcomeUnknown('reset'),
  database: connectionRefused,
  'wrapped-database': new Error('Query failed', { cause: connectionRefused }),
  bug: new TypeError('undefined is not TopSecret'),
  text: 'thrown text TopSecret',
  nest: new NotFoundException('no /TopSecret here'),
};

const schema = z.strictObject({ name: z.string().max(10), scopes: z.array(z.string()) });

@Controller()
class FailingController {
  @Get('nest/:failure')
  fail(@Param('failure') failure: string): never {
    throw failures[failure];
  }

  @Post('nest')
  create(@Body({ schema }) body: z.infer<typeof schema>): unknown {
    return body;
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

const logged: string[] = [];
let app: NestFastifyApplication;

beforeAll(async () => {
  const logger = pino({ level: 'debug' }, { write: (line) => logged.push(line) });
  const server = createHttpServer(
    { publicUrl: 'https://keys.example.com/base', trustedProxies: ['10.0.0.0/8'] },
    logger,
  );
  server.fastify.get<{ Params: { failure: string } }>('/raw/:failure', ({ params }) => {
    throw failures[params.failure];
  });
  server.fastify.post('/raw', ({ body }) => ({ received: body }));
  server.fastify.get('/address', ({ ip }) => ({ ip }));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest types its options by a class
  app = await NestFactory.create<NestFastifyApplication>(FailingModule, server.adapter, {
    logger: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter(server.problems));
  app.useGlobalPipes(new StandardSchemaValidationPipe());
  await app.init();
  await server.fastify.ready();
});

afterAll(() => app.close());

async function answerOf(request: InjectOptions) {
  const response = await app.inject(request);
  return {
    status: response.statusCode,
    headers: response.headers,
    problem: response.json<Record<string, unknown>>(),
  };
}

const json = { 'content-type': 'application/json' };

describe.each(['nest', 'raw'])('a %s route that fails', (kind) => {
  it('answers with the problem that was thrown', async () => {
    const { status, headers, problem: body } = await answerOf({ url: `/${kind}/refusal` });
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'https://keys.example.com/base/problems/KEY_NOT_FOUND',
      title: 'No such key, or none that you may see.',
      status: 404,
      code: 'KEY_NOT_FOUND',
      detail: 'No key key_1.',
      keyId: 'key_1',
      requestId: headers['x-request-id'],
    });
  });

  it.each([
    ['log', 503, 'LOG_UNAVAILABLE'],
    ['outcome', 503, 'OUTCOME_UNKNOWN'],
    ['database', 503, 'DATABASE_UNAVAILABLE'],
    ['wrapped-database', 503, 'DATABASE_UNAVAILABLE'],
    ['bug', 500, 'INTERNAL'],
    ['text', 500, 'INTERNAL'],
    ['nest', 404, 'ROUTE_NOT_FOUND'],
  ])('answers %s with %d %s and gives nothing away', async (failure, status, code) => {
    const answer = await answerOf({ url: `/${kind}/${failure}` });
    expect(answer).toMatchObject({ status, problem: { status, code } });
    expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
    expect(JSON.stringify(answer.problem)).not.toMatch(/TopSecret|10\.0\.0\.5|reset/);
  });

  it('sends the headers that the code calls for, or those that were thrown with it', async () => {
    const forbidden = await answerOf({ url: `/${kind}/forbidden` });
    expect(forbidden.headers['www-authenticate']).toBe(
      'Bearer realm="keyledger", error="insufficient_scope"',
    );
    expect((await answerOf({ url: `/${kind}/with-headers` })).headers['retry-after']).toBe('7');
  });

  it('logs a bug under the request id, with its stack, and a refusal not at all', async () => {
    logged.length = 0;
    await answerOf({ url: `/${kind}/bug`, headers: { 'x-request-id': 'find-me' } });
    await answerOf({ url: `/${kind}/refusal` });
    const errors = logged
      .map((line) => JSON.parse(line) as { level: number })
      .filter(({ level }) => level >= 40);
    expect(errors).toEqual([
      expect.objectContaining({
        requestId: 'find-me',
        route: `/${kind}/:failure`,
        code: 'INTERNAL',
        err: expect.objectContaining({ type: 'TypeError', stack: expect.stringContaining('TypeError') }),
      }),
    ]);
  });
});

describe.each(['/nest', '/raw'])('a body sent to %s', (url) => {
  it.each([
    ['malformed', '{"name":', json, 400, 'MALFORMED_JSON'],
    ['not UTF-8 JSON', 'name=x', json, 400, 'MALFORMED_JSON'],
    ['empty', '', json, 400, 'MALFORMED_JSON'],
    ['poisoned', '{"__proto__":{"admin":true},"name":"x"}', json, 400, 'MALFORMED_JSON'],
    ['poisoned deeper', '{"a":{"constructor":{"prototype":{}}}}', json, 400, 'MALFORMED_JSON'],
    ['too large', JSON.stringify({ name: 'x'.repeat(65 * 1024) }), json, 413, 'BODY_TOO_LARGE'],
    [
      'a form',
      'name=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['text', 'name', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of no type', 'name', { 'content-type': '' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of a strange type', 'name', { 'content-type': ';;' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('that is %s is refused', async (_what, payload, headers, status, code) => {
    const answer = await answerOf({ method: 'POST', url, payload, headers });
    expect(answer).toMatchObject({ status, problem: { status, code } });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});

describe('a body of the wrong shape', () => {
  it('is refused with the fields, without the values that were sent', async () => {
    const payload = { name: 'TopSecretTopSecret', scopes: ['a', 7], TopSecret: 1 };
    const answer = await answerOf({ method: 'POST', url: '/nest', payload });
    expect(answer).toMatchObject({ status: 400, problem: { code: 'INVALID_REQUEST' } });
    expect(answer.problem.errors).toEqual(
      expect.arrayContaining([
        { path: 'name', message: expect.stringContaining('10') },
        { path: 'scopes.1', message: expect.stringContaining('string') },
      ]),
    );
    expect(JSON.stringify(answer.problem)).not.toContain('TopSecretTopSecret');
  });
});

describe('a request that no route is for', () => {
  it.each<[string, InjectOptions, number, string]>([
    ['an unknown path', { url: '/v2/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['an unknown method of a path', { method: 'DELETE', url: '/raw' }, 405, 'METHOD_NOT_ALLOWED'],
    ['an empty parameter', { url: '/nest/' }, 404, 'ROUTE_NOT_FOUND'],
    ['a broken percent-encoding', { url: '/raw/%zz' }, 400, 'INVALID_REQUEST'],
    ['a parameter of 300 characters', { url: `/raw/${'x'.repeat(300)}` }, 400, 'INVALID_REQUEST'],
  ])('%s is answered with a problem', async (_what, request, status, code) => {
    const answer = await answerOf(request);
    expect(answer).toMatchObject({ status, problem: { status, code } });
    expect(answer.headers['x-request-id']).toBe(answer.problem.requestId);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('does not repeat a key that was put into the path', async () => {
    const key = `kl_live_${'A1b2'.repeat(8)}x`;
    const response = await app.inject({ url: `/v1/keys/${key}` });
    expect(response.body).not.toContain(key);
  });
});

describe('every answer', () => {
  it.each(['/raw/refusal', '/nest/bug', '/address', '/unknown'])(
    'of %s is for programs alone',
    async (url) => {
      const { headers } = await app.inject({ url });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "frame-ancestors 'none'",
      });
    },
  );

  it.each([
    ['a-B.9_', true],
    ['x'.repeat(100), true],
    ['x'.repeat(101), false],
    ['two words', false],
    ['<script>', false],
    [`kl_live_${'a'.repeat(33)}`, false],
    ['', false],
  ])('takes up the request id %j: %s', async (given, taken) => {
    const { headers } = await app.inject({ url: '/address', headers: { 'x-request-id': given } });
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(headers['x-request-id']).toMatch(taken ? new RegExp(`^${given}$`) : uuid);
  });
});

describe('the client address', () => {
  it.each([
    ['10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '198.51.100.1, 203.0.113.9, 10.2.3.4', '203.0.113.9'],
    ['::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['192.0.2.1', '203.0.113.9', '192.0.2.1'],
    ['10.0.0.1', undefined, '10.0.0.1'],
  ])('of a request from %s forwarded for %s is %s', async (remoteAddress, forwarded, ip) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    const response = await app.inject({ url: '/address', remoteAddress, headers });
    expect(response.json()).toEqual({ ip });
  });
});
