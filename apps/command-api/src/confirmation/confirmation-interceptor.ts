import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { ChangedAnswer, ConfirmableChangeAnswer } from '@keyledger/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, mergeMap } from 'rxjs';
import { Confirmations } from './confirmations.js';
import { preferredWait } from './prefer-header.js';

/** Without a body, the position is in a header. */
type Answered = ChangedAnswer | undefined;

/** `Prefer: wait=N` on what may forbid something: holds the answer until it is forbidden everywhere, or N seconds. */
@Injectable()
export class ConfirmationInterceptor implements NestInterceptor<Answered> {
  constructor(@Inject(Confirmations) private readonly confirmations: Confirmations) {}

  intercept(context: ExecutionContext, next: CallHandler<Answered>): Observable<Answered> {
    const http = context.switchToHttp();
    const seconds = preferredWait(http.getRequest<FastifyRequest>().headers['prefer']);
    if (seconds === null) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(mergeMap((body) => this.held(body, reply, seconds)));
  }

  private async held(
    body: Answered,
    reply: FastifyReply,
    seconds: number,
  ): Promise<ConfirmableChangeAnswer | undefined> {
    const position = body?.position ?? reply.getHeader('keyledger-position');
    if (typeof position !== 'string') throw new Error('A change without a position');
    const confirmation = await this.confirmations.await(BigInt(position), seconds * 1_000);
    if (confirmation === null) return body;
    void reply.header('preference-applied', `wait=${seconds}`);
    void reply.header('keyledger-confirmation', confirmation.complete ? 'complete' : 'incomplete');
    return body && { ...body, confirmation };
  }
}
