import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemResponder } from './problem-responder.js';

/** Nest's one exception filter, for whatever controllers, guards and pipes throw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly responder: ProblemResponder) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // Other transports (the broker's) deal with their failures themselves: there is nobody to answer.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    this.responder.answerError(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
