import { runApp } from '@keyledger/composition';
import { AppModule } from './app.module.js';

await runApp({
  name: 'verifier',
  rootModule: (infrastructure) => AppModule.on(infrastructure),
  startsWithoutBroker: true,
  readyWithoutDatabase: true, // it answers from memory, and says itself when it is stale
});
