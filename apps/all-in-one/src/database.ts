import type { StartContext } from '@keyledger/composition';
import { type Config, startEmbeddedPostgres, withDatabaseUrl } from '@keyledger/platform';
import { webhookSecretsKeyIn } from './webhook-secrets-key.js';

export interface Database {
  /** With the database's URL in it. */
  readonly config: Config;
  /** Where the embedded database keeps its data; null when DATABASE_URL names another one. */
  readonly home: string | null;
  stop(): Promise<void>;
}

/** The one that DATABASE_URL names, or an embedded Postgres of our own. */
export async function openDatabase({ config, logger }: StartContext): Promise<Database> {
  if (config.databaseUrl !== null) return { config, home: null, stop: async () => undefined };
  const postgres = await startEmbeddedPostgres({
    directory: config.dataDirectory,
    onLog: (line) => logger.info(line),
    // Nothing works without it: as an uncaught error it ends the process in order, with exit code 1.
    onUnexpectedExit: (error) =>
      setImmediate(() => {
        throw error;
      }),
  });
  // When the process ends without its ordered stop (a second Ctrl-C), the server must not stay behind.
  const abandon = (): void => postgres.abandon();
  process.once('exit', abandon);
  const webhookSecretsKey = config.webhookSecretsKey ?? (await webhookSecretsKeyIn(config.dataDirectory));
  return {
    config: withDatabaseUrl({ ...config, webhookSecretsKey }, postgres.databaseUrl),
    home: postgres.home,
    stop: async () => {
      await postgres.stop();
      process.removeListener('exit', abandon);
    },
  };
}
