export * from './broker.js';
export {
  deadLetterDefinition,
  deadLetterHeaders,
  deadLetterRetentionMs,
  deadLetterTopic,
} from './dead-letter.js';
export { isOutage } from './outage.js';
export { type BufferedPublisherOptions, type DropReason, BufferedPublisher } from './buffered-publisher.js';

/** Injection token of the process's `Broker`. */
export const BROKER = Symbol('Broker');
