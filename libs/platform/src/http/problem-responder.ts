import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isError } from '../is-error.js';
import { maskSecrets } from '../logging/mask-secrets.js';
import { headersOfCode } from './problem-headers.js';
import { problemOfError } from './problem-of-error.js';
import { type Problem, ProblemError, problem, problemMediaType } from './problem.js';
import { requestIdHeader, responseHeaders } from './response-headers.js';

export interface ProblemResponderOptions {
  /** PUBLIC_URL, or where the server turned out to listen: makes `type` absolute. */
  readonly publicUrl: () => string;
  readonly logger: Logger;
}

/** An answer in another form than RFC 9457's: with a media type among its headers, and a body to be sent as JSON. */
export interface DressedProblem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How the route's problems are put, where its clients know another form. */
    readonly dressProblem?: (answer: Problem) => DressedProblem;
  }
}

/** Answers with problems (RFC 9457), for Nest's controllers and raw Fastify routes alike. */
export class ProblemResponder {
  constructor(private readonly options: ProblemResponderOptions) {}

  /** Answers an error; bugs and outages are logged, refusals are not. */
  answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (request.raw.readableAborted) {
      reply.raw.destroy(); // the client went away in the middle of its body; nobody is there to answer
      return;
    }
    const answer = problemOfError(error);
    if (!(error instanceof ProblemError)) this.log(answer, error, request);
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy(); // half an answer cannot be taken back; a cut connection at least shows
      return;
    }
    this.answer(answer, request, reply, error instanceof ProblemError ? error.headers : {});
  }

  /** `allowed`: the methods that the path has, RFC 9110 section 15.5.6; none: there is no such path. */
  answerNotFound(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
    // A route that has the method and finds nothing at the path has called this itself.
    if (allowed.length === 0 || allowed.includes(request.method))
      this.answer(problem('ROUTE_NOT_FOUND'), request, reply);
    else this.answer(problem('METHOD_NOT_ALLOWED'), request, reply, { allow: allowed.join(', ') });
  }

  answer(
    answer: Problem,
    request: FastifyRequest,
    reply: FastifyReply,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const dressed = request.routeOptions.config.dressProblem?.(answer);
    if (dressed !== undefined) {
      answerDressed(dressed, request, reply);
      return;
    }
    void reply
      .code(answer.status)
      // Set again: malformed requests are refused before the hook that sets them, and some routes do without.
      .headers({ ...responseHeaders, [requestIdHeader]: request.id })
      .headers({ ...headersOfCode(answer.code, answer.status), ...headers })
      .type(problemMediaType)
      .send(this.bodyOf(answer, request.id));
  }

  /** The body as JSON text. Nothing that looks like a key gets out, wherever it came from. */
  bodyOf(answer: Problem, requestId?: string): string {
    const type = answer.type.startsWith('/') ? `${this.options.publicUrl()}${answer.type}` : answer.type;
    return maskSecrets(JSON.stringify({ ...answer, type, ...(requestId && { requestId }) }));
  }

  private log(answer: Problem, error: unknown, request: FastifyRequest): void {
    const fields = { requestId: request.id, route: request.routeOptions.url, code: answer.code };
    if (answer.code === 'INTERNAL') this.options.logger.error({ ...fields, err: error }, 'request failed');
    else if (answer.status >= 500) {
      this.options.logger.warn({ ...fields, reason: messageOf(error) }, 'request could not be served');
    }
  }
}

function answerDressed(
  { status, headers, body }: DressedProblem,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  void reply
    .code(status)
    .headers({ ...responseHeaders, [requestIdHeader]: request.id, ...headers })
    .send(maskSecrets(JSON.stringify(body)));
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message || error.name : String(error);
}
