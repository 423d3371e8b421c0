import { silentTypeOrmLogger } from '@keyledger/platform';
import { readModelEntities } from '@keyledger/read-models';
import { DataSource } from 'typeorm';

export interface DataSourceOptions {
  readonly applicationName: string;
  readonly onIdleError: (error: Error) => void;
}

/** TypeORM for queries on the read models. Tables are made by migrations alone. */
export async function openDataSource(
  databaseUrl: string,
  { applicationName, onIdleError }: DataSourceOptions,
): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    applicationName: `${applicationName} queries`,
    entities: [...readModelEntities],
    synchronize: false,
    logger: silentTypeOrmLogger,
    poolErrorHandler: onIdleError,
  });
  return dataSource.initialize();
}
