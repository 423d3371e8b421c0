import { ProblemError, problem } from '@keyledger/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AbsoluteUrl, type RefusalForm, answerAuthorization } from './authorize-answer.js';
import type { Authorization, AuthorizeEndpoint } from './authorize-endpoint.js';
import type { GatewayCheck } from './authorize-gateway.js';
import { requestAfterPrefix, requestInHeaders } from './authorize-request.js';

export interface AuthorizeRouteParts {
  readonly endpoint: AuthorizeEndpoint;
  readonly gateways: GatewayCheck;
  readonly absoluteUrl: AbsoluteUrl;
}

const prefix = '/v1/authorize/';

/** What the URL that a gateway was configured with may say. */
interface GatewayWishes {
  readonly operation: string | null;
  readonly form: RefusalForm;
}

/**
 * Raw routes for gateways, any method. Answered as soon as the headers are there: the body is the API's to read, and
 * gateways leave it out.
 */
export function registerAuthorizeRoute(fastify: FastifyInstance, parts: AuthorizeRouteParts): void {
  const { endpoint, gateways, absoluteUrl } = parts;

  const answer = (
    request: FastifyRequest,
    reply: FastifyReply,
    { operation, form }: GatewayWishes,
    original: Parameters<AuthorizeEndpoint['authorize']>[0]['original'],
  ): void => {
    const { rawHeaders } = request.raw;
    gateways.check(rawHeaders);
    const { account: accountId } = request.params as { readonly account: string };
    // A body that was announced and is not read leaves the connection of no use.
    if (announcesBody(request)) void reply.header('connection', 'close');
    const authorization = endpoint.authorize({
      ...{ accountId, rawHeaders, original, operation },
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
    });
    const send = (decided: Authorization): void => answerAuthorization(reply, decided, { form, absoluteUrl });
    if (authorization instanceof Promise) void authorization.then(send);
    else send(authorization);
  };

  fastify.all(`${prefix}:account`, {
    onRequest: (request, reply) => {
      answer(request, reply, wishesIn(request.query), requestInHeaders(request.raw.rawHeaders));
    },
    handler: alreadyAnswered,
  });
  // The rest of the URL is the client's, query and all.
  fastify.all(`${prefix}:account/*`, {
    onRequest: (request, reply) => {
      answer(request, reply, { operation: null, form: 'whole' }, requestAfterPrefix(request.raw, prefix));
    },
    handler: alreadyAnswered,
  });
}

function alreadyAnswered(): never {
  throw new Error('The hook has answered before');
}

/** Strict: where a mistyped parameter had no effect, keys would be permitted more than was meant. */
function wishesIn(query: unknown): GatewayWishes {
  const { operation, refusal, ...others } = query as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(others).length > 0;
  if (unknown || !isTextOrAbsent(operation) || (refusal !== undefined && refusal !== 'headers')) {
    const detail = 'The parameters are operation=namespace:Operation and refusal=headers, each once at most.';
    throw new ProblemError(problem('INVALID_REQUEST', detail));
  }
  return { operation: operation ?? null, form: refusal === undefined ? 'whole' : 'in-headers' };
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function announcesBody({ headers }: FastifyRequest): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}
