export * from './event-log.js';
export { appendBytesMax, appendEventsMax, nameCharactersMax } from './append-request.js';
export {
  type CommandDecider,
  type CommandOutcome,
  type EventCodec,
  type HandleCommand,
  type StreamOutcome,
  commandAttemptsMax,
  handleCommand,
} from './handle-command.js';

/** Injection token of the process's `EventLog`. */
export const EVENT_LOG = Symbol('EventLog');
