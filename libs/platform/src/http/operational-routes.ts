import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { HealthRegistry } from '../health/health-registry.js';
import { measureRequests } from '../metrics/http-metrics.js';
import { registerProblemPages } from './problem-pages.js';
import { ShortCuts } from './short-cut.js';

export interface OperationalParts {
  readonly health: HealthRegistry;
  readonly metrics: Registry;
}

/** `/healthz`, `/readyz`, `/metrics`, and `/problems`; and every request measured. Before the server is ready. */
export function registerOperationalRoutes(
  fastify: FastifyInstance,
  { health, metrics }: OperationalParts,
): void {
  const shortCuts = new ShortCuts(fastify.server);
  measureRequests(fastify, metrics, ({ url, config }, observe) => {
    if (config?.shortCut !== undefined) shortCuts.open(url, config.shortCut, observe);
  });

  // The process lives and its event loop turns; restarting it would not mend anything else.
  fastify.get('/healthz', () => ({ alive: true }));

  fastify.get('/readyz', async (_request, reply) => {
    const checks = await health.readiness();
    const ready = checks.every((check) => check.ready);
    return reply.code(ready ? 200 : 503).send({ ready, checks });
  });

  fastify.get('/metrics', async (_request, reply) => {
    const text = await metrics.metrics();
    return reply.type(metrics.contentType).send(text);
  });

  registerProblemPages(fastify);
}
