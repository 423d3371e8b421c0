import type { VerdictAnswer, VerifyBatchAnswer, VerifyQuestion } from '@keyledger/contracts';
import type { KeyVerifier } from '../key-verifier.js';
import { AccountCalls } from './account-calls.js';
import { HttpCaller, type KeyledgerOptions } from './http-caller.js';
import { KeyCalls } from './key-calls.js';

/**
 * Keyledger over HTTP, with connections kept by the platform. Where command-api and verifiers have addresses of their
 * own, make a client for each.
 */
export class KeyledgerClient implements KeyVerifier {
  readonly accounts: AccountCalls;
  readonly keys: KeyCalls;
  private readonly http: HttpCaller;

  constructor(options: KeyledgerOptions) {
    this.http = new HttpCaller(options);
    this.accounts = new AccountCalls(this.http);
    this.keys = new KeyCalls(this.http);
  }

  /**
   * `minPosition`, from the answer to a change, asks for a verdict no older than that: it is STALE where the verifier
   * does not get there within a second. Throws as `HttpCaller.call`.
   */
  verify(body: VerifyQuestion): Promise<VerdictAnswer> {
    return this.http.call({ method: 'POST', path: '/v1/verify', body, repeatable: true });
  }

  /** At most 1,000 questions, answered in their order. */
  verifyBatch(
    questions: readonly VerifyQuestion[],
    { minPosition }: { readonly minPosition?: string } = {},
  ): Promise<VerifyBatchAnswer> {
    const body = { questions, ...(minPosition !== undefined && { minPosition }) };
    return this.http.call({ method: 'POST', path: '/v1/verify/batch', body, repeatable: true });
  }
}
