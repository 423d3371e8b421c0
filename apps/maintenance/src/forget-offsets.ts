import { ConfigError, createPool } from '@keyledger/platform';
import { forgetOffsets } from '@keyledger/read-models';
import { argumentsOf } from './arguments.js';
import { runCommand } from './run-command.js';

await runCommand('forget-offsets', async ({ config, args, say }) => {
  argumentsOf(args, {}, 'usage: DATABASE_URL=… npm run -s forget-offsets');
  if (config.databaseUrl === null) throw new ConfigError(['DATABASE_URL must be set to a postgres:// URL']);
  const pool = createPool(config.databaseUrl, { applicationName: 'keyledger forget-offsets' });
  try {
    await forgetOffsets(pool);
    say('the auditors begin at the start of the topic that BROKER_URL has now');
  } finally {
    await pool.end();
  }
});
