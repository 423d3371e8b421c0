import { Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type KeyUsageAnswer, type UsageQuery, readUsage } from '@keyledger/contracts';
import { type Asked, AskedBy, ownerOf } from '../http/asked.js';
import { AdminController, Route } from '../http/route.js';
import { ReadUsageMessage } from './usage-reader.js';

@AdminController()
export class UsageController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Route(readUsage)
  async usage(
    @Query({ schema: readUsage.query }) query: UsageQuery,
    @AskedBy() asked: Asked,
  ): Promise<KeyUsageAnswer> {
    return this.queries.execute(new ReadUsageMessage(ownerOf(asked).keyId, query, asked.at));
  }
}
