export * from './event-log.js';
export { appendBytesMax, appendEventsMax, nameCharactersMax } from './append-request.js';
export { FoldedStreams } from './folded-streams.js';
export {
  type CommandDecider,
  type CommandOutcome,
  type EventCodec,
  type HandleCommand,
  type LoadedStream,
  type StreamOutcome,
  commandAttemptsMax,
  handleCommand,
} from './handle-command.js';
export {
  type ComparisonOptions,
  type LogComparison,
  type LogDifference,
  compareLogs,
} from './copy/compare-logs.js';
export { type CopyOptions, type CopyOutcome, copyLog } from './copy/copy-log.js';

/** Injection token of the process's `EventLog`. */
export const EVENT_LOG = Symbol('EventLog');
