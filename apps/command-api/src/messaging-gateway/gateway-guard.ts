import type { HttpOperation } from '@keyledger/contracts';
import { CLOCK, type Clock } from '@keyledger/platform';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { setAsked } from '../http/asked.js';
import { operationMetadata } from '../http/operation-metadata.js';
import { requestMetadata } from '../http/request-metadata.js';
import { setCallingKey } from './calling-key.js';
import { GatewayCallers } from './gateway-callers.js';

/** Lets keys in that can be used: what each may do besides asking is for the routes to say. */
@Injectable()
export class GatewayGuard implements CanActivate {
  constructor(
    @Inject(GatewayCallers) private readonly callers: GatewayCallers,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const operation = Reflect.getMetadata(operationMetadata, context.getHandler()) as HttpOperation;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const at = this.clock.now();
    const calling = await this.callers.authenticate({ operation, request, at });
    const { caller, key } = calling;
    this.callers.record({ operation, request, at }, key, 'VALID');
    const metadata = requestMetadata(request, caller.keyId, at);
    setAsked(request, { caller, accounts: [caller.accountId], key: null, at, metadata, revisions: null });
    setCallingKey(request, calling);
    return true;
  }
}
