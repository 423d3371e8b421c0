import { verifyKeys } from '@keyledger/contracts';
import { requestIdHeader } from '@keyledger/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BatchEndpoint } from './batch-endpoint.js';
import type { Admission } from './caller-authentication.js';
import { verdictSchema } from './verify-route.js';

const errorsSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { path: { type: 'string' }, message: { type: 'string' } },
    required: ['path', 'message'],
    additionalProperties: false,
  },
} as const;

/** The contract's `verifyBatchAnswer`, spelt as `verdictSchema` is. */
export const batchSchema = {
  type: 'object',
  properties: {
    answers: {
      type: 'array',
      items: { ...verdictSchema, properties: { ...verdictSchema.properties, errors: errorsSchema } },
    },
  },
  required: ['answers'],
  additionalProperties: false,
} as const;

type AdmittedRequest = FastifyRequest & { batchAdmission: Admission };

/** A raw route, as the one for single questions. */
export function registerBatchRoute(fastify: FastifyInstance, endpoint: BatchEndpoint): void {
  fastify.decorateRequest('batchAdmission', null);
  fastify.post(
    verifyKeys.path,
    {
      bodyLimit: verifyKeys.body.bytesMax,
      schema: { response: { 200: batchSchema } },
      config: { ownHeaders: true },
      onRequest: (request, reply, done) => {
        (request as AdmittedRequest).batchAdmission = endpoint.admit(request);
        // Comes after the answer, and after a client that went away.
        reply.raw.once('close', endpoint.hold());
        void reply.header(requestIdHeader, request.id);
        done();
      },
    },
    (request: FastifyRequest) => endpoint.answer(request, (request as AdmittedRequest).batchAdmission),
  );
}
