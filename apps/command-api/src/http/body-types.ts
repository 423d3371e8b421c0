import { type HttpOperation, openApiMediaTypes } from '@keyledger/contracts';
import { ProblemError, problem } from '@keyledger/platform';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Lets operations have bodies that are longer than others, or are not JSON, where the table of operations says so. */
@Injectable()
export class BodyTypes {
  constructor({ httpAdapter }: HttpAdapterHost) {
    const fastify = httpAdapter.getInstance<FastifyInstance>();
    // In the constructor, since Nest registers the routes before it calls any hook of a module.
    fastify.addHook('onRoute', (route) => {
      const bytesMax = operationOf(route.config)?.body?.bytesMax;
      if (bytesMax !== undefined) route.bodyLimit = bytesMax;
    });
    fastify.addContentTypeParser([...openApiMediaTypes], { parseAs: 'string' }, asText);
  }
}

/** The text as it is: whoever may not call the operation costs no parsing. */
function asText(
  request: FastifyRequest,
  text: string | Buffer,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const taken = operationOf(request.routeOptions.config)?.body?.otherMediaTypes?.includes(type) === true;
  if (taken) done(null, String(text));
  else done(new ProblemError(problem('UNSUPPORTED_MEDIA_TYPE')));
}

function operationOf(config: object | undefined): HttpOperation | undefined {
  return (config as { readonly operation?: HttpOperation } | undefined)?.operation;
}
