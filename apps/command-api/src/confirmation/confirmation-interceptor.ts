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
import { askedOf } from '../http/asked.js';
import { Confirmations } from './confirmations.js';
import { preferredWait } from './prefer-header.js';

interface Holding {
  readonly reply: FastifyReply;
  readonly seconds: number;
  readonly accountId: string;
}

/** Without a body, the position is in a header. */
type Answered = ChangedAnswer | undefined;

/** `Prefer: wait=N` on what may forbid something: holds the answer until it is forbidden everywhere, or N seconds. */
@Injectable()
export class ConfirmationInterceptor implements NestInterceptor<Answered> {
  constructor(@Inject(Confirmations) private readonly confirmations: Confirmations) {}

  intercept(context: ExecutionContext, next: CallHandler<Answered>): Observable<Answered> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const seconds = preferredWait(request.headers['prefer']);
    if (seconds === null) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    return next
      .handle()
      .pipe(mergeMap((body) => this.held(body, { reply, seconds, accountId: accountOf(request) })));
  }

  private async held(
    body: Answered,
    { reply, seconds, accountId }: Holding,
  ): Promise<ConfirmableChangeAnswer | undefined> {
    const position = body?.position ?? reply.getHeader('keyledger-position');
    if (typeof position !== 'string') throw new Error('A change without a position');
    const confirmation = await this.confirmations.await(
      { position: BigInt(position), accountId },
      seconds * 1_000,
    );
    if (confirmation === null) return body;
    void reply.header('preference-applied', `wait=${seconds}`);
    void reply.header('keyledger-confirmation', confirmation.complete ? 'complete' : 'incomplete');
    return body && { ...body, confirmation };
  }
}

/** Of the key or the account in the path. */
function accountOf(request: FastifyRequest): string {
  const { account = '' } = request.params as { readonly account?: string };
  return askedOf(request)?.key?.accountId ?? account;
}
