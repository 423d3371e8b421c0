import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AdmittedRequest, type GuardOptions, guardRequest } from './guard/guard-request.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where `requireScope` let the request through. */
    keyledger: AdmittedRequest | null;
  }
  interface FastifyInstance {
    /** A hook, best as `onRequest`: it lets through what Keyledger accepts for this operation. */
    requireScope(operation: string): (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  }
}

/**
 * Fastify plugin: `await app.register(keyledgerFastify, { verifier })`, then
 * `app.get('/orders', { onRequest: app.requireScope('orders:ListOrders') }, handler)`.
 */
export async function keyledgerFastify(app: FastifyInstance, options: GuardOptions): Promise<void> {
  app.decorateRequest('keyledger', null);
  app.decorate(
    'requireScope',
    (operation: string) => async (request: FastifyRequest, reply: FastifyReply) => {
      const { rawHeaders } = request.raw;
      const answer = await guardRequest(options, { rawHeaders, clientAddress: request.ip, operation });
      void reply.headers(answer.headers);
      if (answer.allowed) request.keyledger = answer.admitted;
      else await reply.code(answer.status).send(answer.body);
    },
  );
}

// Decorates the instance that it is registered on, not one of its own (what `fastify-plugin` does).
Object.assign(keyledgerFastify, { [Symbol.for('skip-override')]: true });
