import type { Logger } from 'typeorm';

const nothing = (): void => undefined;

/** TypeORM would write to stdout, queries with their parameters included; whatever fails is thrown to us anyway. */
export const silentTypeOrmLogger: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};
