import type { HttpOperation } from '@keyledger/contracts';
import { type Code, systemAccountId, systemNamespace } from '@keyledger/domain';
import { RequestRecorder } from '@keyledger/recording';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { clientAddressOf } from '../http/client-address.js';
import type { Authentication } from './authentication.js';
import { Authenticator } from './authenticator.js';
import type { Caller } from './caller.js';

/** A request for one of the API's operations. */
export interface AskedOperation {
  readonly operation: HttpOperation;
  readonly request: FastifyRequest;
  /** When it was received, epoch milliseconds. */
  readonly at: number;
}

/** Who asks, and the record of it: admin keys have a last use and counts like any other key. */
@Injectable()
export class Callers {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly requests: RequestRecorder,
  ) {}

  /** @throws ProblemError; a key that is known but not accepted is recorded with the reason */
  async authenticate(asked: AskedOperation): Promise<Caller> {
    return this.acceptedCaller(asked, await this.authenticator.authenticate(asked.request));
  }

  /** As `authenticate`, with a key that came in the body. */
  authenticateKey(asked: AskedOperation, key: string): Caller {
    return this.acceptedCaller(asked, this.authenticator.authenticateKey(key, asked.request.ip));
  }

  private acceptedCaller(asked: AskedOperation, authentication: Authentication): Caller {
    if (authentication.outcome === 'accepted') return authentication.caller;
    const { known, problem } = authentication;
    if (known !== null) this.record(asked, known.keyId, known.code);
    throw problem;
  }

  record({ operation, request, at }: AskedOperation, keyId: string, code: Code): void {
    this.requests.record({
      keyId,
      accountId: systemAccountId,
      operation: `${systemNamespace}:${operation.requires}`,
      code,
      clientAddress: clientAddressOf(request),
      userAgent: request.headers['user-agent'] ?? null,
      at,
    });
  }
}
