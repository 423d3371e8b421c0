import { Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type ReviewAnswer, type ReviewQuery, reviewKeys } from '@keyledger/contracts';
import { orProblem } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { ReviewKeysMessage } from './key-review.js';

@AdminController()
export class ReviewController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Route(reviewKeys)
  async review(
    @Param('account') accountId: string,
    @Query({ schema: reviewKeys.query }) query: ReviewQuery,
    @AskedBy() { at }: Asked,
  ): Promise<ReviewAnswer> {
    return orProblem(await this.queries.execute(new ReviewKeysMessage(accountId, query, at)));
  }
}
