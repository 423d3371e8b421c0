import { forgetOffsets } from '@keyledger/read-models';
import { argumentsOf } from './arguments.js';
import { withReadModels } from './read-model-pool.js';
import { relayFromTheStart, withoutBroker } from './relay-positions.js';
import { runCommand } from './run-command.js';

/** For a broker in the place of another: nothing that was counted in offsets of the one holds for the other. */
await runCommand('forget-broker', async ({ config, args, say }) => {
  argumentsOf(args, {}, 'usage: DATABASE_URL=… npm run -s forget-broker');
  await withReadModels(config, async (pool) => {
    await forgetOffsets(pool);
    say('auditors count from the start of the topic');
    await relayFromTheStart(pool, say, withoutBroker);
  });
});
