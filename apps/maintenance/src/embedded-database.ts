import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { EmbeddedPostgresError, startEmbeddedPostgres } from '@keyledger/platform';
import { argumentsOf } from './arguments.js';
import { runCommand } from './run-command.js';

/**
 * Serves the data of an all-in-one that is stopped, for as long as it is not told to end: what all-in-one has, other
 * programs can then copy. An all-in-one that runs keeps it from starting, so nobody writes meanwhile.
 */
await runCommand('embedded-database', async ({ config, logger, args, signal, say }) => {
  argumentsOf(args, {}, 'usage: [KEYLEDGER_DATA_DIR=.keyledger] npm run -s embedded-database');
  const { dataDirectory: directory } = config;
  if (!existsSync(join(directory, 'postgres'))) {
    throw new EmbeddedPostgresError(`there is no database in ${directory}: set KEYLEDGER_DATA_DIR`);
  }
  const postgres = await startEmbeddedPostgres({ directory, onLog: (line) => logger.info(line) });
  say(postgres.databaseUrl);
  if (!signal.aborted) await once(signal, 'abort');
  await postgres.stop();
});
