export * from './broker.js';

/** Injection token of the process's `Broker`. */
export const BROKER = Symbol('Broker');
