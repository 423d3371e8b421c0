import {
  type AppDefinition,
  type RunningApp,
  type StartContext,
  type Stoppable,
  startApp,
} from '@keyledger/composition';
import { auditorMicroservice } from '../../auditor/src/auditor-microservice.js';
import { announcement } from './announcement.js';
import { AppModule } from './app.module.js';
import { type Database, openDatabase } from './database.js';
import { rootKeyOf } from './root-key.js';
import { waitUntilReady } from './wait-until-ready.js';

const definition: AppDefinition = {
  name: 'all-in-one',
  rootModule: AppModule.on,
  microservices: (infrastructure) => [auditorMicroservice(infrastructure)],
};

/** Everything in one process: its database first, stopped last. Returns when every part is ready to serve. */
export async function startAllInOne(context: StartContext): Promise<Stoppable> {
  const database = await openDatabase(context);
  try {
    const running = await startOn(database, context);
    return {
      stop: async () => {
        await running.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function startOn(database: Database, { logger, signal }: StartContext): Promise<RunningApp> {
  const running = await startApp(definition, database.config, { logger, signal });
  try {
    await waitUntilReady(running.infrastructure.health, signal);
    if (!signal.aborted) process.stdout.write(announcementOf(running, database));
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function announcementOf({ app, address, infrastructure }: RunningApp, { home }: Database): string {
  const { config } = infrastructure;
  return announcement({
    baseUrl: config.port === 0 ? address : config.publicUrl,
    rootKey: rootKeyOf(app, config),
    dataHome: home,
  });
}
