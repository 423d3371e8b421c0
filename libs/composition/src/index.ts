export {
  type Infrastructure,
  type OpenInfrastructureOptions,
  databaseWaitMsMax,
  openInfrastructure,
} from './infrastructure.js';
export { InfrastructureModule } from './infrastructure.module.js';
export { type AppDefinition, type RunningApp, type StartedApp, drainMsMax, startApp } from './start-app.js';
export { type AppProcess, runApp } from './run-app.js';
export { type ProcessPort, type StartContext, type Stoppable, runProcess, stopMsMax } from './run-process.js';
export { assertCanListen } from './listen-address.js';
export { type OpenEventLogOptions, openEventLog } from './open-event-log.js';
export { digestOf, verificationSource } from './verification-source.js';
export { type LiveIndexParts, createLiveIndex } from './live-index.js';
