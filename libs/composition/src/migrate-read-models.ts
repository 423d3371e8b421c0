import { fleetMigrations } from '@keyledger/fleet';
import { migrate } from '@keyledger/platform';
import { readModelMigrations, usageMigrations } from '@keyledger/read-models';
import { relayMigrations } from '@keyledger/relay';
import { sessionMigrations } from '@keyledger/sessions';
import { webhookMigrations } from '@keyledger/webhooks';

/** Everything that DATABASE_URL holds besides the log and the broker. */
export async function migrateReadModels(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl, 'read', readModelMigrations);
  await migrate(databaseUrl, 'usage', usageMigrations);
  await migrate(databaseUrl, 'relay', relayMigrations);
  await migrate(databaseUrl, 'fleet', fleetMigrations);
  await migrate(databaseUrl, 'session', sessionMigrations);
  await migrate(databaseUrl, 'webhook', webhookMigrations);
}
