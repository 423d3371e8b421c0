export * from './broker.js';
export {
  deadLetterDefinition,
  deadLetterHeaders,
  deadLetterRetentionMs,
  deadLetterTopic,
} from './dead-letter.js';
export { isOutage } from './outage.js';

/** Injection token of the process's `Broker`. */
export const BROKER = Symbol('Broker');
