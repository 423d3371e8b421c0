import { recordLocalRequests } from '@keyledger/contracts';
import type { FastifyInstance } from 'fastify';
import type { LocalRequestsEndpoint } from './local-requests-endpoint.js';

/** For `LocalVerifier` of the SDK; docs/request-events.md says what can be lost. */
export function registerLocalRequestsRoute(fastify: FastifyInstance, endpoint: LocalRequestsEndpoint): void {
  fastify.post(
    recordLocalRequests.path,
    {
      bodyLimit: recordLocalRequests.body.bytesMax,
      onRequest: (request, reply, done) => {
        endpoint.admit(request);
        // Comes after the answer, and after a client that went away.
        reply.raw.once('close', endpoint.hold());
        done();
      },
    },
    async (request) => endpoint.record(request),
  );
}
