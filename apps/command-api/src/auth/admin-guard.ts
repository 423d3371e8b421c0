import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { HttpOperation } from '@keyledger/contracts';
import type { SystemOperation } from '@keyledger/domain';
import { CLOCK, type Clock, ProblemError, problem } from '@keyledger/platform';
import type { FastifyRequest } from 'fastify';
import { accountNotFound, keyNotFound } from '../http/answers.js';
import { type KeyOwner, setAsked } from '../http/asked.js';
import { wantedRevisions } from '../http/if-match.js';
import { operationMetadata } from '../http/operation-metadata.js';
import { requestMetadata } from '../http/request-metadata.js';
import { type Access, type Target, decideAccess } from './access.js';
import { Callers } from './callers.js';
import { KeyOwners } from './key-owners.js';

/** Who may do what: authenticates, then holds the caller's scopes against what the route's operation requires. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly callers: Callers,
    private readonly keyOwners: KeyOwners,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const operation = operationOf(context);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const at = this.clock.now();
    const caller = await this.callers.authenticate({ operation, request, at });
    const key = await this.keyOf(operation, request);
    const required = operation.requires as SystemOperation;
    const access = decideAccess(caller, required, targetOf(operation, request, key));
    const code = access.outcome === 'granted' ? 'VALID' : 'INSUFFICIENT_SCOPE';
    this.callers.record({ operation, request, at }, caller.keyId, code);
    const accounts = accountsOf(access, operation);
    if (operation.target === 'key' && key === null) throw keyNotFound();
    const metadata = requestMetadata(request, caller.keyId, at);
    const revisions = wantedRevisions(request.headers['if-match']);
    setAsked(request, { caller, accounts, key, at, metadata, revisions });
    return true;
  }

  private async keyOf(operation: HttpOperation, request: FastifyRequest): Promise<KeyOwner | null> {
    return operation.target === 'key' ? this.keyOwners.find(parameter(request, 'id')) : null;
  }
}

function operationOf(context: ExecutionContext): HttpOperation {
  const operation = Reflect.getMetadata(operationMetadata, context.getHandler()) as HttpOperation | undefined;
  if (operation === undefined) throw new Error('A route of the admin API without an operation');
  return operation;
}

function targetOf(operation: HttpOperation, request: FastifyRequest, key: KeyOwner | null): Target {
  switch (operation.target) {
    case 'ledger':
    case 'visible':
      return { kind: operation.target };
    case 'account':
      return { kind: 'account', accountId: parameter(request, 'account') };
    case 'key':
      return { kind: 'account', accountId: key?.accountId ?? null };
    case 'caller':
    case 'session':
      throw new Error('The operation is not for admin keys');
  }
}

function accountsOf(access: Access, operation: HttpOperation): readonly string[] | null {
  switch (access.outcome) {
    case 'granted':
      return access.accounts;
    case 'hidden':
      throw operation.target === 'key' ? keyNotFound() : accountNotFound();
    case 'forbidden':
      throw insufficientScope(access.sufficientScope);
  }
}

/** RFC 6750 section 3.1. */
function insufficientScope(sufficientScope: string): ProblemError {
  return new ProblemError(problem('FORBIDDEN', undefined, { sufficientScope }), {
    headers: {
      'www-authenticate': `Bearer realm="keyledger", error="insufficient_scope", scope="${sufficientScope}"`,
    },
  });
}

function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string>>)[name] ?? '';
}
