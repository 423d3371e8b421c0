import { AccountUsageQuery, ActivityQuery, KeyUsageQuery } from '@keyledger/read-models';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { DataSource } from 'typeorm';
import { queryHandler } from '../cqrs/message-handlers.js';
import { Ledger } from '../ledger/ledger.js';
import {
  AccountUsageReader,
  ReadAccountUsageMessage,
  ReadFailedRequestsMessage,
} from './account-usage-reader.js';
import { LiveActivity } from './live-activity.js';
import { ReadActivityMessage, ReadUsageMessage, UsageReader } from './usage-reader.js';

export const usageProviders = [
  {
    provide: UsageReader,
    inject: [DataSource],
    useFactory: (dataSource: DataSource) =>
      new UsageReader(new KeyUsageQuery(dataSource), new ActivityQuery(dataSource)),
  },
  {
    provide: AccountUsageReader,
    inject: [Ledger, DataSource, UsageReader],
    useFactory: (ledger: Ledger, dataSource: DataSource, keys: UsageReader) =>
      new AccountUsageReader(ledger, new AccountUsageQuery(dataSource), keys),
  },
  {
    provide: LiveActivity,
    inject: [DataSource, HttpAdapterHost],
    useFactory: (dataSource: DataSource, { httpAdapter }: HttpAdapterHost) => {
      const { server } = httpAdapter.getInstance<FastifyInstance>();
      return new LiveActivity(new ActivityQuery(dataSource), () => !server.listening);
    },
  },
  queryHandler(ReadUsageMessage, UsageReader, (reader, message) => reader.read(message)),
  queryHandler(ReadActivityMessage, UsageReader, (reader, message) => reader.readActivity(message)),
  queryHandler(ReadAccountUsageMessage, AccountUsageReader, (reader, message) => reader.read(message)),
  queryHandler(ReadFailedRequestsMessage, AccountUsageReader, (reader, message) =>
    reader.readFailedRequests(message),
  ),
];
