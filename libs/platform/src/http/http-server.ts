import type { AddressInfo } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { answerClientError } from './client-error.js';
import { httpLimits } from './http-limits.js';
import { KnownPaths } from './known-paths.js';
import { ProblemResponder } from './problem-responder.js';
import { requestIdOf } from './request-id.js';
import { requestIdHeader, responseHeaders } from './response-headers.js';

export interface HttpServer {
  readonly adapter: FastifyAdapter;
  /** The same server for raw routes, which Nest's pipeline does not touch. */
  readonly fastify: FastifyInstance;
  /** For `new ProblemFilter(problems)`, the application's one exception filter. */
  readonly problems: ProblemResponder;
}

/** The HTTP server of every process, with its bounds, request ids, headers and error answers. */
export function createHttpServer(
  config: Pick<Config, 'publicUrl' | 'trustedProxies'>,
  logger: Logger,
): HttpServer {
  const problems: ProblemResponder = new ProblemResponder({
    publicUrl: () => publicUrlOf(config.publicUrl, fastify),
    logger,
  });
  const adapter: FastifyAdapter = new RawErrorsAdapter({
    ...parsing,
    ...connections,
    logger: false, // requests are logged below; Fastify would make a child logger for each
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    genReqId: requestIdOf,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      problems.answerError(error, request, reply),
    clientErrorHandler: (error, socket) =>
      answerClientError(error, socket, (answer) => problems.bodyOf(answer)),
    skipMiddie: true, // nothing here is Express middleware
  });
  const fastify: FastifyInstance = adapter.getInstance<FastifyInstance>();
  fastify.server.maxConnections = httpLimits.connectionsMax;
  fastify.setErrorHandler((error, request, reply) => problems.answerError(error, request, reply));
  const knownPaths = new KnownPaths();
  knownPaths.watch(fastify);
  fastify.setNotFoundHandler((request, reply) =>
    problems.answerNotFound(request, reply, knownPaths.methodsOf(request.url)),
  );
  fastify.removeContentTypeParser('text/plain');
  setResponseHeaders(fastify);
  logRequests(fastify, logger);
  return { adapter, fastify, problems };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The route answers programs on every request they serve: it sets the headers that it wants by itself. Its errors
     * have all of them.
     */
    readonly ownHeaders?: boolean;
  }
}

function setResponseHeaders(fastify: FastifyInstance): void {
  const setHeaders: onRequestHookHandler = (request, reply, done) => {
    reply.headers(responseHeaders).header(requestIdHeader, request.id);
    done();
  };
  fastify.addHook('onRoute', (route) => {
    if (route.config?.ownHeaders !== true) route.onRequest = [setHeaders, ...[route.onRequest ?? []].flat()];
  });
}

/** Raw routes answer their errors themselves, with or without Nest, whose controllers have `ProblemFilter`. */
class RawErrorsAdapter extends FastifyAdapter {
  override setErrorHandler(): FastifyInstance {
    return this.getInstance();
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.getInstance();
  }
}

const parsing = {
  bodyLimit: httpLimits.bodyBytesMax,
  onProtoPoisoning: 'error',
  onConstructorPoisoning: 'error',
  routerOptions: { maxParamLength: httpLimits.pathParameterLengthMax },
} as const;

const connections = {
  requestTimeout: httpLimits.requestMsMax,
  keepAliveTimeout: httpLimits.keepAliveMs,
  // On closing, what is idle is cut at once, so that only requests in flight are waited for.
  forceCloseConnections: 'idle',
  http: {
    headersTimeout: httpLimits.headersMsMax,
    connectionsCheckingInterval: httpLimits.connectionsCheckMs,
    maxHeaderSize: httpLimits.headerBytesMax,
  },
} as const;

/** Where clients reach the server. With PORT=0 that is known only once it listens. */
export function publicUrlOf(publicUrl: string, fastify: FastifyInstance): string {
  if (!publicUrl.endsWith(':0')) return publicUrl;
  const address = fastify.server.address() as AddressInfo | null;
  return `${publicUrl.slice(0, -1)}${address?.port ?? 0}`;
}

/** The pattern of the route and never the URL, which may hold anything. */
function logRequests(fastify: FastifyInstance, logger: Logger): void {
  if (!logger.isLevelEnabled('debug')) return;
  fastify.addHook('onRoute', (route) => {
    // Whoever wants to see every request sees them all take the ordinary way.
    if (route.config?.shortCut !== undefined) route.config = { ...route.config, shortCut: undefined };
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.debug(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 1_000) / 1_000,
      },
      'request',
    );
    done();
  });
}
