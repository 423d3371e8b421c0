import { Readable } from 'node:stream';
import { Body, Headers, Inject, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  type ApplyReviewBody,
  type DryRunQuery,
  type ReviewAnswer,
  type ReviewAppliedAnswer,
  type ReviewQuery,
  type ReviewSummaryAnswer,
  type ReviewSummaryQuery,
  applyReview,
  reviewKeys,
  summariseReview,
} from '@keyledger/contracts';
import type { FastifyReply } from 'fastify';
import { orProblem } from '../http/answers.js';
import { type Asked, AskedBy } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { ExportReviewMessage, ReviewKeysMessage, SummariseReviewMessage } from './key-review.js';
import { ApplyReviewMessage } from './review-applying.js';
import { wantsCsv } from './wants-csv.js';

@AdminController()
export class ReviewController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Route(reviewKeys)
  async review(
    @Param('account') accountId: string,
    @Query({ schema: reviewKeys.query }) query: ReviewQuery,
    @Headers('accept') accept: string | undefined,
    @AskedBy() { at }: Asked,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReviewAnswer | StreamableFile> {
    void reply.header('vary', 'accept');
    if (!wantsCsv(accept, query.format)) {
      return orProblem(await this.queries.execute(new ReviewKeysMessage(accountId, query, at)));
    }
    const csv = orProblem(await this.queries.execute(new ExportReviewMessage(accountId, query, at)));
    return new StreamableFile(Readable.from(csv, { objectMode: false }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${accountId}-review.csv"`,
    });
  }

  @Route(summariseReview)
  async summarise(
    @Param('account') accountId: string,
    @Query({ schema: summariseReview.query }) query: ReviewSummaryQuery,
    @AskedBy() { at }: Asked,
  ): Promise<ReviewSummaryAnswer> {
    return orProblem(await this.queries.execute(new SummariseReviewMessage(accountId, query, at)));
  }

  @Route(applyReview)
  async apply(
    @Param('account') accountId: string,
    @Body({ schema: applyReview.body.schema }) body: ApplyReviewBody,
    @Query({ schema: applyReview.query }) { dryRun }: DryRunQuery,
    @AskedBy() asked: Asked,
  ): Promise<ReviewAppliedAnswer> {
    return orProblem(await this.commands.execute(new ApplyReviewMessage(accountId, body, dryRun, asked)));
  }
}
