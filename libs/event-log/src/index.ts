export * from './event-log.js';

/** Injection token of the process's `EventLog`. */
export const EVENT_LOG = Symbol('EventLog');
