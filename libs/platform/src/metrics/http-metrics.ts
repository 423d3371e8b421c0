import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Registry } from 'prom-client';
import type { Observe } from '../http/short-cut.js';
import { DurationHistogram, type DurationSeries } from './duration-histogram.js';

/** From a look-up in memory to a request that waits for a projection. */
const bucketsSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Requests of unknown routes share their series: a client must not be able to make new ones. */
const unmatched = 'unmatched';

const methodsNamedMax = 3;

/**
 * `http_request_duration_seconds` by method, route pattern and status class (`2xx`), for every route that is
 * registered after this call.
 *
 * @param onRoute told of each, with what to call about answers that its hooks will not see
 */
export function measureRequests(
  fastify: FastifyInstance,
  metrics: Registry,
  onRoute: (route: RouteOptions, observe: Observe) => void,
): void {
  const help = 'Time from the end of the request headers to the end of the answer.';
  const durations = new DurationHistogram(
    { name: 'http_request_duration_seconds', help, bucketsSeconds },
    metrics,
  );

  fastify.addHook('onRoute', (route) => {
    const method = nameOf([route.method].flat());
    const observe = observerOf(durations, method, route.url);
    onRoute(route, observe);
    const own = route.onResponse === undefined ? [] : [route.onResponse].flat();
    route.onResponse = [
      ...own,
      (_request, reply, done) => {
        observe(reply.statusCode, reply.elapsedTime);
        done();
      },
    ];
  });

  const observeUnmatched = observerOf(durations, unmatched, unmatched);
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.is404) observeUnmatched(reply.statusCode, reply.elapsedTime);
    done();
  });
}

/** Routes that take whatever comes would list all methods. */
function nameOf(methods: readonly string[]): string {
  return methods.length > methodsNamedMax ? 'any' : methods.join('|');
}

/** Series are made when they are first needed, and found by the first digit of the status. */
function observerOf(durations: DurationHistogram, method: string, route: string): Observe {
  const series: DurationSeries[] = [];
  return (status, elapsedMs) => {
    const statusClass = Math.floor(status / 100);
    series[statusClass] ??= durations.series({ method, route, status: `${statusClass}xx` });
    series[statusClass].observe(elapsedMs / 1_000);
  };
}
