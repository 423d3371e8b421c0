import { argumentsOf } from './arguments.js';
import { resetReadModels } from './reset-read-models.js';
import { runCommand } from './run-command.js';

await runCommand('reset-read-models', async ({ config, args, say }) => {
  argumentsOf(args, {}, 'usage: DATABASE_URL=… npm run -s reset-read-models');
  await resetReadModels(config, say);
});
