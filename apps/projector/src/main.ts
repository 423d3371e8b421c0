import 'reflect-metadata';
import { runApp } from '@keyledger/composition';
import { AppModule } from './app.module.js';

await runApp({ name: 'projector', rootModule: (infrastructure) => AppModule.on(infrastructure) });
