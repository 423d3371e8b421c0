export { KeyledgerClient } from './client/keyledger-client.js';
export type { KeyledgerOptions } from './client/http-caller.js';
export { KeyledgerProblem, KeyledgerUnavailable } from './client/keyledger-problem.js';
export type { AccountCalls } from './client/account-calls.js';
export type { KeyCalls } from './client/key-calls.js';
export { LocalVerifier, type LocalVerifierOptions } from './local/local-verifier.js';
export type { KeyVerifier } from './key-verifier.js';
export {
  type AdmittedRequest,
  type GuardAnswer,
  type GuardOptions,
  type GuardedRequest,
  guardRequest,
} from './guard/guard-request.js';
