import { type Config, ConfigError, createPool } from '@keyledger/platform';
import type pg from 'pg';

/** Sessions on DATABASE_URL, which must hold the tables of the product already. */
export async function withReadModels(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  use: (pool: pg.Pool) => Promise<void>,
): Promise<void> {
  if (databaseUrl === null) throw new ConfigError(['DATABASE_URL must be set to a postgres:// URL']);
  const pool = createPool(databaseUrl, { applicationName: 'keyledger maintenance' });
  try {
    await use(pool);
  } finally {
    await pool.end();
  }
}
