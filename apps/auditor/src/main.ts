import 'reflect-metadata';
import { runApp } from '@keyledger/composition';
import { AppModule } from './app.module.js';
import { auditorMicroservice } from './auditor-microservice.js';

await runApp({
  name: 'auditor',
  rootModule: (infrastructure) => AppModule.on(infrastructure),
  microservices: (infrastructure) => [auditorMicroservice(infrastructure)],
});
