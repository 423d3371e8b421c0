import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type AccountUsageAnswer,
  type AccountUsageQuery,
  type ActivityAnswer,
  type FailedRequestsAnswer,
  type KeyUsageAnswer,
  type UsageQuery,
  readAccountUsage,
  readActivity,
  readFailedRequests,
  readUsage,
} from '@keyledger/contracts';
import { orProblem } from '../http/answers.js';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { ReadAccountUsageMessage, ReadFailedRequestsMessage } from './account-usage-reader.js';
import { ReadActivityMessage, ReadUsageMessage } from './usage-reader.js';

@AdminController()
export class UsageController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Route(readUsage)
  async usage(
    @Query({ schema: readUsage.query }) query: UsageQuery,
    @AskedBy() asked: Asked,
  ): Promise<KeyUsageAnswer> {
    return orProblem(await this.queries.execute(new ReadUsageMessage(ownerOf(asked).keyId, query, asked.at)));
  }

  @Route(readActivity)
  async activity(@AskedBy() asked: Asked): Promise<ActivityAnswer> {
    return this.queries.execute(new ReadActivityMessage(ownerOf(asked).keyId));
  }

  @Route(readAccountUsage)
  async accountUsage(
    @Param('account') accountId: string,
    @Query({ schema: readAccountUsage.query }) query: AccountUsageQuery,
    @AskedBy() { at }: Asked,
  ): Promise<AccountUsageAnswer> {
    return orProblem(await this.queries.execute(new ReadAccountUsageMessage(accountId, query, at)));
  }

  @Route(readFailedRequests)
  async failedRequests(
    @Param('account') accountId: string,
    @Query({ schema: readFailedRequests.query }) query: AccountUsageQuery,
    @AskedBy() { at }: Asked,
  ): Promise<FailedRequestsAnswer> {
    return orProblem(await this.queries.execute(new ReadFailedRequestsMessage(accountId, query, at)));
  }
}
