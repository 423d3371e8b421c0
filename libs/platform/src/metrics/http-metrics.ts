import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** From a look-up in memory to a request that waits for a projection. */
const bucketsSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Requests of unknown routes share one label: a client must not be able to make new series. */
const unmatchedRoute = 'unmatched';

/** `http_request_duration_seconds` by method, route pattern and status class (`2xx`). */
export function measureRequests(fastify: FastifyInstance, metrics: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the end of the request headers to the end of the answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: bucketsSeconds,
    registers: [metrics],
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    const labels = {
      method: route === undefined ? unmatchedRoute : request.method,
      route: route ?? unmatchedRoute,
      status: `${Math.floor(reply.statusCode / 100)}xx`,
    };
    duration.observe(labels, reply.elapsedTime / 1_000);
    done();
  });
}
