import { EVENT_LOG, type EventLog } from '@keyledger/event-log';
import { CLOCK, CONFIG, type Clock, type Config, IDS, type Ids, LOGGER, POOL } from '@keyledger/platform';
import { AccountDirectoryQuery, AuditLogQuery, KeyDirectoryQuery } from '@keyledger/read-models';
import { RecordingModule } from '@keyledger/recording';
import { LiveIndex } from '@keyledger/verification';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type pg from 'pg';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { accountCommandHandlers } from './accounts/account-commands.js';
import { AccountReader, accountQueryHandlers } from './accounts/account-queries.js';
import { alertProviders } from './alerts/alert-providers.js';
import { AuditReader, auditQueryHandlers } from './audit/audit-queries.js';
import { AdminIndexRunner, createAdminIndex } from './auth/admin-index.js';
import { Callers } from './auth/callers.js';
import { catalogueProviders } from './catalogue/catalogue-providers.js';
import { confirmationProviders } from './confirmation/confirmation-providers.js';
import { ConsoleRoutes } from './console/console-routes.js';
import { controllers } from './controllers.js';
import { EarlyAuthentication } from './auth/early-authentication.js';
import { KeyOwners } from './auth/key-owners.js';
import { ROOT_KEY_ANNOUNCEMENT, firstStart } from './first-start/first-start.js';
import { ReadModelGate } from './http/read-model-gate.js';
import { importProviders } from './import/import-providers.js';
import { keyCommandHandlers } from './keys/key-commands.js';
import { KeyReader, keyQueryHandlers } from './keys/key-queries.js';
import { KeyMinting } from './keys/key-minting.js';
import { KeyWriter } from './keys/key-writer.js';
import { Ledger } from './ledger/ledger.js';
import { gatewayProviders } from './messaging-gateway/gateway-providers.js';
import { DocumentationRoutes } from './openapi/documentation-routes.js';
import { reviewProviders } from './review/review-providers.js';
import { rotationProviders } from './rotation/rotation-providers.js';
import { sessionProviders } from './sessions/session-providers.js';
import { usageProviders } from './usage/usage-providers.js';
import { UsageReader } from './usage/usage-reader.js';
import { webhookProviders } from './webhooks/webhook-providers.js';

const ledgerProviders = [
  {
    provide: Ledger,
    inject: [EVENT_LOG, IDS],
    useFactory: (eventLog: EventLog, ids: Ids) => new Ledger(eventLog, ids),
  },
  {
    provide: KeyMinting,
    inject: [Ledger, IDS],
    useFactory: (ledger: Ledger, ids: Ids) => new KeyMinting(ledger, ids),
  },
  {
    provide: KeyWriter,
    inject: [Ledger, LiveIndex],
    useFactory: (ledger: Ledger, adminIndex: LiveIndex) => new KeyWriter(ledger, adminIndex),
  },
  {
    provide: ROOT_KEY_ANNOUNCEMENT,
    inject: [Ledger, CLOCK, IDS, CONFIG],
    useFactory: (ledger: Ledger, clock: Clock, ids: Ids, config: Config) =>
      firstStart({ ledger, clock, ids, config }),
  },
];

const authProviders = [
  {
    provide: LiveIndex,
    inject: [CONFIG, CLOCK, EVENT_LOG, POOL, LOGGER],
    useFactory: (...[config, clock, eventLog, pool, logger]: [Config, Clock, EventLog, pg.Pool, Logger]) =>
      createAdminIndex({ config, clock, eventLog, pool, logger }),
  },
  AdminIndexRunner,
  {
    provide: KeyOwners,
    inject: [EVENT_LOG],
    useFactory: (eventLog: EventLog) => new KeyOwners(eventLog),
  },
  Callers,
  EarlyAuthentication,
];

const readerProviders = [
  {
    provide: ReadModelGate,
    inject: [POOL],
    useFactory: (pool: pg.Pool) => new ReadModelGate(pool),
  },
  {
    provide: AccountReader,
    inject: [DataSource, Ledger, ReadModelGate],
    useFactory: (dataSource: DataSource, ledger: Ledger, gate: ReadModelGate) =>
      new AccountReader(new AccountDirectoryQuery(dataSource), ledger, gate),
  },
  {
    provide: KeyReader,
    inject: [DataSource, CLOCK, UsageReader, Ledger, ReadModelGate],
    useFactory: (
      ...[dataSource, clock, usage, ledger, gate]: [DataSource, Clock, UsageReader, Ledger, ReadModelGate]
    ) => new KeyReader(new KeyDirectoryQuery(dataSource, clock), usage, ledger, gate),
  },
  {
    provide: AuditReader,
    inject: [DataSource, ReadModelGate],
    useFactory: (dataSource: DataSource, gate: ReadModelGate) =>
      new AuditReader(new AuditLogQuery(dataSource), gate),
  },
];

/** The admin API: commands to the log, answers from the read models. Expects the process's infrastructure to be there. */
@Module({
  imports: [CqrsModule, RecordingModule],
  controllers,
  providers: [
    ...ledgerProviders,
    ...authProviders,
    ...sessionProviders,
    ...readerProviders,
    ...alertProviders,
    ...catalogueProviders,
    ...accountCommandHandlers,
    ...accountQueryHandlers,
    ...keyCommandHandlers,
    ...keyQueryHandlers,
    ...auditQueryHandlers,
    ...usageProviders,
    ...reviewProviders,
    ...rotationProviders,
    ...webhookProviders,
    ...importProviders,
    ...gatewayProviders,
    ...confirmationProviders,
    DocumentationRoutes,
    ConsoleRoutes,
  ],
  exports: [ROOT_KEY_ANNOUNCEMENT],
})
export class CommandApiModule {}
