import { Readable } from 'node:stream';
import { Headers, Inject, Param, Req, Res } from '@nestjs/common';
import { followActivity } from '@keyledger/contracts';
import type { SystemOperation } from '@keyledger/domain';
import { CLOCK, type Clock, ProblemError } from '@keyledger/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { decideAccess } from '../auth/access.js';
import { Callers } from '../auth/callers.js';
import { accountNotFound } from '../http/answers.js';
import { AdminController, Route } from '../http/route.js';
import { Ledger } from '../ledger/ledger.js';
import { LiveActivity } from './live-activity.js';

/** The one answer of the admin API that does not end: it is written as it comes about, past Nest's own answering. */
@AdminController()
export class LiveController {
  constructor(
    private readonly live: LiveActivity,
    private readonly ledger: Ledger,
    private readonly callers: Callers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Route(followActivity)
  async follow(
    @Param('account') accountId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if ((await this.ledger.findAccount(accountId)) === null) throw accountNotFound();
    const isAllowed = async () => this.isAllowed(request, accountId);
    const events = await this.live.follow({ accountId, lastEventId, isAllowed });
    await reply
      .header('content-type', 'text/event-stream')
      .header('x-accel-buffering', 'no') // nginx would hold events back
      .send(Readable.from(events, { objectMode: false }));
  }

  private async isAllowed(request: FastifyRequest, accountId: string): Promise<boolean> {
    try {
      const caller = await this.callers.authenticate({
        operation: followActivity,
        request,
        at: this.clock.now(),
      });
      const required = followActivity.requires satisfies SystemOperation;
      return decideAccess(caller, required, { kind: 'account', accountId }).outcome === 'granted';
    } catch (error) {
      if (error instanceof ProblemError) return false;
      throw error;
    }
  }
}
