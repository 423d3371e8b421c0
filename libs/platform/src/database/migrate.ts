import pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { connectTimeoutMs } from './pool.js';
import { silentTypeOrmLogger } from './typeorm-logger.js';

/** Numbered, append-only, plain SQL (style rule 13): once released, a migration is never edited. */
export interface SqlMigration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Any number of processes may start at once; they take turns on this advisory lock. */
const migrationLock = 0x6b65796c; // "keyl"

/**
 * Brings one part's tables (`log`, `broker`, `read`) up to date, in order, each migration in a transaction of its
 * own and recorded in `public.keyledger_migrations_<part>`.
 */
export async function migrate(
  databaseUrl: string,
  part: string,
  migrations: readonly SqlMigration[],
): Promise<void> {
  const lockHolder = new pg.Client({
    connectionString: databaseUrl,
    application_name: `keyledger migrate ${part}`,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  lockHolder.on('error', () => undefined); // while it waits; whatever ended it fails the migrations themselves
  await lockHolder.connect();
  try {
    await lockHolder.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await runMigrations(databaseUrl, part, migrations);
  } finally {
    await lockHolder.end();
  }
}

async function runMigrations(
  databaseUrl: string,
  part: string,
  migrations: readonly SqlMigration[],
): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    migrationsTableName: `keyledger_migrations_${part}`,
    migrationsTransactionMode: 'each',
    logger: silentTypeOrmLogger,
    migrations: migrations.map(migrationClass),
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}

/** TypeORM orders migrations by the 13 digits at the end of their names. */
const firstTimestamp = 1_700_000_000_000;

function migrationClass({ number, name, sql }: SqlMigration): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = `${name}${firstTimestamp + number}`;

    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(sql);
    }

    async down(): Promise<void> {
      throw new Error('Migrations only go forward.');
    }
  };
}
