import 'reflect-metadata';
import { runApp } from '@keyledger/composition';
import { AppModule } from './app.module.js';
import { type FirstStartResult, ROOT_KEY_ANNOUNCEMENT } from './first-start/first-start.js';

await runApp({
  name: 'command-api',
  rootModule: (infrastructure) => AppModule.on(infrastructure),
  startsWithoutBroker: true,
  onReady: ({ app, address }) => {
    const { rootKey } = app.get<FirstStartResult>(ROOT_KEY_ANNOUNCEMENT, { strict: false });
    if (rootKey === null) return;
    // Straight to the terminal: the log never has it.
    process.stdout.write(`Keyledger's admin API listens at ${address}\n`);
    process.stdout.write(`Root admin key, shown this once: ${rootKey}\n`);
  },
});
