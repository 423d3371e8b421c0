import { connectTimeoutMs, keepAliveDelayMs, queryMsMax, silentTypeOrmLogger } from '@keyledger/platform';
import { readModelEntities } from '@keyledger/read-models';
import { DataSource } from 'typeorm';

export interface DataSourceOptions {
  readonly applicationName: string;
  readonly onSessionLost: (error: Error) => void;
}

/** TypeORM for queries on the read models. Tables are made by migrations alone. */
export async function openDataSource(
  databaseUrl: string,
  { applicationName, onSessionLost }: DataSourceOptions,
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    applicationName: `${applicationName} queries`,
    entities: [...readModelEntities],
    synchronize: false,
    logger: silentTypeOrmLogger,
    poolErrorHandler: onSessionLost,
    connectTimeoutMS: connectTimeoutMs,
    extra: { query_timeout: queryMsMax, keepAlive: true, keepAliveInitialDelayMillis: keepAliveDelayMs },
  });
  return dataSource.initialize();
}
