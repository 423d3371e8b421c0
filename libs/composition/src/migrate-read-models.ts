import { migrate } from '@keyledger/platform';
import { readModelMigrations } from '@keyledger/read-models';

/** Everything that DATABASE_URL holds. */
export async function migrateReadModels(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl, 'read', readModelMigrations);
}
