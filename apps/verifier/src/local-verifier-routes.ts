import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LocalVerifierEndpoint } from './local-verifier-endpoint.js';

const bodyBytesMax = 4 * 1024;

/** For `LocalVerifier` of the SDK; docs/revocation.md has the protocol. */
export function registerLocalVerifierRoutes(fastify: FastifyInstance, endpoint: LocalVerifierEndpoint): void {
  const options = {
    bodyLimit: bodyBytesMax,
    // Before the body is read: strangers learn nothing and cost little.
    onRequest: (request: Parameters<typeof endpoint.admit>[0], _reply: FastifyReply, done: () => void) => {
      endpoint.admit(request);
      done();
    },
  };
  fastify.put('/v1/local-verifiers/:id', options, async (request, reply) => {
    await endpoint.register(request);
    return reply.code(204).send();
  });
  fastify.post('/v1/local-verifiers/:id/reports', options, (request) => endpoint.report(request));
  fastify.delete('/v1/local-verifiers/:id', options, async (request, reply) => {
    await endpoint.end(request);
    return reply.code(204).send();
  });
}
