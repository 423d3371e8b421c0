import { argumentsOf } from './arguments.js';
import { withReadModels } from './read-model-pool.js';
import { relayFromTheStart } from './relay-positions.js';
import { resetReadModels } from './reset-read-models.js';
import { runCommand } from './run-command.js';

const usage = `usage: DATABASE_URL=… npm run -s reset-read-models -- [--relay-again]
  --relay-again  publish the whole log again too: where it is another one than before`;

await runCommand('reset-read-models', async ({ config, args, say }) => {
  const options = { 'relay-again': { type: 'boolean', default: false } } as const;
  const { 'relay-again': relayAgain } = argumentsOf(args, options, usage);
  await withReadModels(config, async (pool) => {
    await resetReadModels(pool, say);
    if (relayAgain) await relayFromTheStart(pool, say);
  });
});
