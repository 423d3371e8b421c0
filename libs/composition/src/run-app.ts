import { type ProcessOptions, runProcess } from './run-process.js';
import { type AppDefinition, type RunningApp, startApp } from './start-app.js';

export interface AppProcess extends AppDefinition, ProcessOptions {
  /** It listens. */
  readonly onReady?: (running: RunningApp) => void | Promise<void>;
}

/** The whole of an app's `main`: one app, one process. */
export async function runApp(definition: AppProcess): Promise<void> {
  await runProcess(
    definition.name,
    async ({ config, logger, signal }) => {
      const running = await startApp(definition, config, { logger, signal });
      logger.info({ address: running.address }, 'listening');
      await definition.onReady?.(running);
      return running;
    },
    definition,
  );
}
