import { Readable } from 'node:stream';
import { ProblemError, problem } from '@keyledger/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StreamEndpoint } from './stream-endpoint.js';

const position = /^(0|[1-9]\d{0,17})$/;

/** For `LocalVerifier` of the SDK; docs/sdk.md says what is promised. */
export function registerStreamRoutes(fastify: FastifyInstance, endpoint: StreamEndpoint): void {
  const options = { exposeHeadRoute: false };
  fastify.get('/v1/freshness', options, (request) => endpoint.freshness(request));
  fastify.get('/v1/snapshot', options, async (request, reply) =>
    sendLines(reply, await endpoint.snapshot(request)),
  );
  fastify.get('/v1/events', options, (request, reply) =>
    sendLines(reply, endpoint.events(request, positionIn(request))),
  );
}

function positionIn({ query }: FastifyRequest): bigint {
  const { after } = query as { readonly after?: unknown };
  if (typeof after === 'string' && position.test(after)) return BigInt(after);
  const errors = [{ path: 'after', message: 'not a position as an earlier answer gave it' }];
  throw new ProblemError(problem('INVALID_REQUEST', undefined, { errors }));
}

/** Reads on only as fast as the client does; a client that leaves ends the iteration. */
function sendLines(reply: FastifyReply, lines: AsyncIterable<unknown>): FastifyReply {
  return reply
    .header('content-type', 'application/x-ndjson')
    .header('x-accel-buffering', 'no') // nginx would hold lines back
    .send(Readable.from(asText(lines), { objectMode: false }));
}

async function* asText(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
