import { createTestDatabase } from '@keyledger/testing';
import pg from 'pg';
import { describeEventLog } from '../../contract.js';
import { eventLogMigrations } from './migrations.js';
import { openPostgresEventLog } from './postgres-event-log.js';

const terminateOthers = `
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid()`;

describeEventLog('Postgres', async () => {
  const database = await createTestDatabase({ migrations: { log: eventLogMigrations } });
  const log = await openPostgresEventLog({ databaseUrl: database.url });
  return {
    log,
    loseConnections: async () => {
      const session = new pg.Client({ connectionString: database.url });
      await session.connect();
      await session.query(terminateOthers);
      await session.end();
    },
    dispose: async () => {
      await log.close();
      await database.drop();
    },
  };
});
