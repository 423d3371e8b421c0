import type { HttpOperation } from '@keyledger/contracts';
import { CLOCK, type Clock } from '@keyledger/platform';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayCallers } from '../messaging-gateway/gateway-callers.js';
import { Callers } from './callers.js';

/**
 * Looks at credentials as soon as the headers are there, before any body is read: strangers learn nothing of what a
 * route takes, and cost no parsing. The guard looks again: bodies may take long to arrive, and keys are revoked
 * meanwhile.
 */
@Injectable()
export class EarlyAuthentication {
  constructor(
    private readonly callers: Callers,
    private readonly gatewayCallers: GatewayCallers,
    @Inject(CLOCK) private readonly clock: Clock,
    { httpAdapter }: HttpAdapterHost,
  ) {
    // In the constructor, since Nest registers the routes before it calls any hook of a module.
    this.watch(httpAdapter.getInstance<FastifyInstance>());
  }

  private watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', (route) => {
      const { operation } = (route.config ?? {}) as { readonly operation?: HttpOperation };
      if (operation === undefined) return;
      route.onRequest = [
        ...[route.onRequest ?? []].flat(),
        async (request) => {
          await this.authenticate(operation, request);
          if (!needsBody(operation)) forgetTypeOfNothing(request);
        },
      ];
    });
  }

  private async authenticate(operation: HttpOperation, request: FastifyRequest): Promise<void> {
    const asked = { operation, request, at: this.clock.now() };
    switch (operation.target) {
      case 'caller':
        await this.gatewayCallers.authenticate(asked);
        return;
      case 'session':
        return; // nobody needs to be anybody yet
      default:
        await this.callers.authenticate(asked);
    }
  }
}

function needsBody({ body }: HttpOperation): boolean {
  return body !== undefined && body.required !== false;
}

/** Many clients say that they send JSON and then send none, which is fine where nothing has to be sent. */
function forgetTypeOfNothing({ headers }: FastifyRequest): void {
  const length = headers['content-length'] ?? '0';
  if (length === '0' && headers['transfer-encoding'] === undefined) delete headers['content-type'];
}
