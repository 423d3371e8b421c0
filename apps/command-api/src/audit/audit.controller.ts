import { Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type AuditPageAnswer,
  type AuditQuery,
  type HistoryQuery,
  readAudit,
  readHistory,
} from '@keyledger/contracts';
import { orProblem } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { ReadAuditMessage, ReadHistoryMessage } from './audit-queries.js';

@AdminController()
export class AuditController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Route(readHistory)
  async history(
    @Query({ schema: readHistory.query }) query: HistoryQuery,
    @AskedBy() asked: Asked,
  ): Promise<AuditPageAnswer> {
    return orProblem(await this.queries.execute(new ReadHistoryMessage(ownerOf(asked).keyId, query)));
  }

  @Route(readAudit)
  async audit(
    @Query({ schema: readAudit.query }) query: AuditQuery,
    @AskedBy() { accounts }: Asked,
  ): Promise<AuditPageAnswer> {
    return orProblem(await this.queries.execute(new ReadAuditMessage(accounts, query)));
  }
}
