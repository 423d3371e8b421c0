import type { VerdictAnswer, VerifyQuestion } from '@keyledger/contracts';

/**
 * Who is asked about a key: Keyledger over HTTP (`KeyledgerClient`), or the index in this very process
 * (`LocalVerifier`). Rejects where there is no answer; whoever guards something must then refuse, not guess.
 */
export interface KeyVerifier {
  verify(question: VerifyQuestion): Promise<VerdictAnswer>;
}
