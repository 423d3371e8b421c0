import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { ConfirmationAnswer } from '@keyledger/contracts';
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

/** Without a body, or with one whose shape is not ours to say, the position is in a header. */
interface Answered {
  /** Null: nothing was to be recorded. */
  readonly position?: string | null;
}

type Confirmed = Answered & { readonly confirmation?: ConfirmationAnswer };

/** `Prefer: wait=N` on what may forbid something: holds the answer until it is forbidden everywhere, or N seconds. */
@Injectable()
export class ConfirmationInterceptor implements NestInterceptor<Answered | undefined> {
  constructor(@Inject(Confirmations) private readonly confirmations: Confirmations) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler<Answered | undefined>,
  ): Observable<Confirmed | undefined> {
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
    body: Answered | undefined,
    { reply, seconds, accountId }: Holding,
  ): Promise<Confirmed | undefined> {
    if (body?.position === null) return body;
    const position = body?.position ?? reply.getHeader('keyledger-position');
    if (typeof position !== 'string') throw new Error('A change without a position');
    const confirmation = await this.confirmations.await(
      { position: BigInt(position), accountId },
      seconds * 1_000,
    );
    if (confirmation === null) return body;
    void reply.header('preference-applied', `wait=${seconds}`);
    void reply.header('keyledger-confirmation', confirmation.complete ? 'complete' : 'incomplete');
    return body?.position === undefined ? body : { ...body, confirmation };
  }
}

/** Of the key or the account in the path; else the caller's own. */
function accountOf(request: FastifyRequest): string {
  const { account } = request.params as { readonly account?: string };
  const asked = askedOf(request);
  return asked?.key?.accountId ?? account ?? asked?.caller.accountId ?? '';
}
