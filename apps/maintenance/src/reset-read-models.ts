import { type Config, ConfigError, createPool } from '@keyledger/platform';
import { readModelId, readModels, resetReadModel } from '@keyledger/read-models';

/** Empties every read model in DATABASE_URL; the projectors, running or not, fold them again from the log. */
export async function resetReadModels(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  say: (line: string) => void,
): Promise<void> {
  if (databaseUrl === null) throw new ConfigError(['DATABASE_URL must be set to a postgres:// URL']);
  const pool = createPool(databaseUrl, { applicationName: 'keyledger reset-read-models' });
  try {
    for (const readModel of readModels) {
      await resetReadModel(pool, readModel);
      say(`reset ${readModelId(readModel)}`);
    }
  } finally {
    await pool.end();
  }
}
