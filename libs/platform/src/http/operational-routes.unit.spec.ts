import { codes } from '@keyledger/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { HealthRegistry } from '../health/health-registry.js';
import { createMetrics } from '../metrics/metrics.js';
import { createHttpServer } from './http-server.js';
import { registerOperationalRoutes } from './operational-routes.js';

const key = `kl_live_${'A1b2'.repeat(8)}x`;

function createServer(health: HealthRegistry, metrics = new Registry()): FastifyInstance {
  const config = { publicUrl: 'http://localhost:8080', trustedProxies: [] };
  const { fastify } = createHttpServer(config, pino({ level: 'silent' }));
  registerOperationalRoutes(fastify, { health, metrics });
  fastify.get('/v1/keys/:id', () => ({}));
  return fastify;
}

async function readinessWith(health: HealthRegistry) {
  const fastify = createServer(health);
  const response = await fastify.inject({ url: '/readyz' });
  await fastify.close();
  return { status: response.statusCode, body: response.json<unknown>() };
}

describe('/readyz', () => {
  it('is 200 when every part is ready', async () => {
    const health = new HealthRegistry();
    health.register({ name: 'projections', check: () => ({ ready: true }) });
    health.register({ name: 'verification-index', check: async () => ({ ready: true }) });
    expect(await readinessWith(health)).toEqual({
      status: 200,
      body: {
        ready: true,
        checks: [
          { name: 'projections', ready: true },
          { name: 'verification-index', ready: true },
        ],
      },
    });
  });

  it('is 503 with the reason when a part is not ready, fails or does not answer', async () => {
    const health = new HealthRegistry(20);
    health.register({ name: 'projections', check: () => ({ ready: false, detail: '12 events behind' }) });
    health.register({
      name: 'database',
      check: () => {
        throw new Error('postgres://u:TopSecret@db');
      },
    });
    health.register({ name: 'log', check: () => Promise.reject(new Error('TopSecret')) });
    health.register({ name: 'broker', check: () => new Promise(() => undefined) });
    health.register({ name: 'index', check: () => ({ ready: true }) });
    expect(await readinessWith(health)).toEqual({
      status: 503,
      body: {
        ready: false,
        checks: [
          { name: 'projections', ready: false, detail: '12 events behind' },
          { name: 'database', ready: false, detail: 'the check failed' },
          { name: 'log', ready: false, detail: 'the check failed' },
          { name: 'broker', ready: false, detail: 'the check takes too long' },
          { name: 'index', ready: true },
        ],
      },
    });
  });
});

describe('/healthz', () => {
  it('is 200 while the process lives, ready or not', async () => {
    const health = new HealthRegistry();
    health.register({ name: 'index', check: () => ({ ready: false }) });
    const fastify = createServer(health);
    expect((await fastify.inject({ url: '/healthz' })).statusCode).toBe(200);
    await fastify.close();
  });
});

describe('/metrics', () => {
  let text = '';

  beforeAll(async () => {
    const fastify = createServer(new HealthRegistry(), createMetrics('verifier'));
    await fastify.inject({ url: `/v1/keys/${key}?key=${key}` });
    await fastify.inject({ url: `/nowhere/${key}` });
    await fastify.inject({ method: 'PURGE' as 'GET', url: '/nowhere' });
    const response = await fastify.inject({ url: '/metrics' });
    expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    text = response.body;
    await fastify.close();
  });

  it('measures requests by route pattern and status class', () => {
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{method="GET",route="\/v1\/keys\/:id",status="2xx",app="verifier"\} 1$/m,
    );
  });

  it('gives all unknown routes one series', () => {
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{method="unmatched",route="unmatched",status="4xx",app="verifier"\} 2$/m,
    );
  });

  it('says how the process is', () => {
    expect(text).toMatch(/^process_resident_memory_bytes\{app="verifier"\} \d+$/m);
  });

  it('holds nothing that a client sent', () => {
    expect(text).not.toMatch(/kl_live_|nowhere/);
  });
});

describe('/problems', () => {
  let fastify: FastifyInstance;

  beforeAll(() => {
    fastify = createServer(new HealthRegistry());
  });

  afterAll(() => fastify.close());

  it.each(Object.entries(codes))('documents %s', async (code, { status, doc }) => {
    const response = await fastify.inject({ url: `/problems/${code}` });
    expect(response.json()).toEqual({ code, status, title: doc });
  });

  it('lists all codes', async () => {
    const { problems } = (await fastify.inject({ url: '/problems' })).json<{
      problems: { code: string }[];
    }>();
    expect(problems.map(({ code }) => code)).toEqual(Object.keys(codes));
  });

  it.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['application/json', 'application/json; charset=utf-8'],
    ['application/json, text/html', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('answers Accept: %s with %s', async (accept, contentType) => {
    const response = await fastify.inject({ url: '/problems/STALE', headers: { accept } });
    expect(response.headers['content-type']).toBe(contentType);
    expect(response.body).toContain('recent enough');
  });

  it.each(['/problems/NO_SUCH', '/problems/toString', '/problems/%3Cscript%3E'])(
    'does not know %s',
    async (url) => {
      expect((await fastify.inject({ url })).statusCode).toBe(404);
    },
  );
});
