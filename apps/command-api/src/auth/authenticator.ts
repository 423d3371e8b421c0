import { digestOf } from '@keyledger/composition';
import { codes, systemAccountId } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import type { LiveIndex, Verdict } from '@keyledger/verification';
import type { FastifyRequest } from 'fastify';
import { bearerCredential } from './bearer.js';
import type { Caller } from './caller.js';

/** Whose key it is that came with the request; anything else is thrown as a problem (RFC 6750 section 3). */
export class Authenticator {
  constructor(private readonly index: LiveIndex) {}

  authenticate(request: FastifyRequest): Caller {
    const credential = bearerCredential(request.raw);
    if (credential.outcome === 'missing') throw new ProblemError(problem('MISSING_CREDENTIALS'));
    if (credential.outcome === 'malformed') throw invalid(credential.detail);
    if (!this.index.hasCaughtUp) throw new ProblemError(problem('NOT_READY'));
    const verdict = this.index.checkKey({
      key: credential.value,
      operation: null,
      clientAddress: request.ip,
      accountId: systemAccountId,
    });
    return this.callerOf(verdict, credential.value);
  }

  private callerOf(verdict: Verdict, value: string): Caller {
    if (!verdict.valid) throw problemOfVerdict(verdict.code);
    const entry = this.index.index.find(digestOf(value));
    if (entry === undefined) throw invalid(codes.UNKNOWN_KEY.doc);
    return { keyId: entry.keyId, scopes: entry.scopes.value, scopeTexts: entry.scopes.texts };
  }
}

function problemOfVerdict(code: Exclude<Verdict['code'], 'VALID'>): ProblemError {
  if (code === 'STALE' || code === 'ADDRESS_NOT_ALLOWED') return new ProblemError(problem(code));
  // Whoever holds the value may know why it is not accepted; to everybody else it is unknown.
  return invalid(codes[code].doc);
}

function invalid(detail: string): ProblemError {
  return new ProblemError(problem('INVALID_CREDENTIALS', detail));
}
