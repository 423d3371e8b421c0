import type { IncomingMessage } from 'node:http';
import type { VerdictAnswer } from '@keyledger/contracts';
import { type ShortCut, requestIdHeader } from '@keyledger/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from './caller-authentication.js';
import type { VerifyEndpoint } from './verify-endpoint.js';

/** A question is far smaller; what is larger is not read to its end. */
export const verifyBodyBytesMax = 16 * 1024;

const textOrNull = { type: ['string', 'null'] } as const;

const integerOrNull = { type: ['integer', 'null'] } as const;

const limitSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    limit: { type: 'integer' },
    windowSeconds: integerOrNull,
    remaining: { type: 'integer' },
    resetSeconds: integerOrNull,
  },
  required: ['name', 'limit', 'windowSeconds', 'remaining', 'resetSeconds'],
  additionalProperties: false,
} as const;

/**
 * The contract's `verdict`, spelt so that Fastify makes straight-line code of it (a union in the generated schema
 * would be tried by validation, member by member).
 */
export const verdictSchema = {
  type: 'object',
  properties: {
    valid: { type: 'boolean' },
    code: { type: 'string' },
    keyId: textOrNull,
    account: textOrNull,
    scope: textOrNull,
    asOf: { type: 'string' },
    stale: { type: 'boolean' },
    limits: { type: 'array', items: limitSchema },
    stalenessMs: { type: 'number' },
  },
  required: ['valid', 'code', 'keyId', 'account', 'scope', 'asOf', 'stale', 'stalenessMs'],
  additionalProperties: false,
} as const;

type AdmittedRequest = FastifyRequest & { verifyAdmission: Admission };

/**
 * Answers that plain requests have begun to wait for: they wait on the ordinary route, which must not ask a second time.
 */
class BegunAnswers {
  private readonly byRequest = new WeakMap<IncomingMessage, Promise<VerdictAnswer>>();

  begin(request: IncomingMessage, answer: Promise<VerdictAnswer>): void {
    answer.catch(() => undefined); // told to whoever takes it, if anybody does
    this.byRequest.set(request, answer);
  }

  of(request: IncomingMessage): Promise<VerdictAnswer> | undefined {
    return this.byRequest.get(request);
  }
}

/** A raw route: no pipes, guards, interceptors or injection between the request and the verdict. */
export function registerVerifyRoute(fastify: FastifyInstance, endpoint: VerifyEndpoint): void {
  const begun = new BegunAnswers();
  // Declared, so that requests keep one shape however far they get.
  fastify.decorateRequest('verifyAdmission', null);
  fastify.post(
    '/v1/verify',
    {
      bodyLimit: verifyBodyBytesMax,
      schema: { response: { 200: verdictSchema } },
      // An answer to a POST is not cached unless it says so, nor framed: only the request id earns its place here.
      config: { ownHeaders: true, shortCut: shortCutOf(endpoint, begun) },
      onRequest: (request, reply, done) => {
        (request as AdmittedRequest).verifyAdmission = endpoint.admit(request);
        void reply.header(requestIdHeader, request.id);
        done();
      },
    },
    (request: FastifyRequest, reply: FastifyReply) => {
      const { verifyAdmission } = request as AdmittedRequest;
      const answer: VerdictAnswer | Promise<VerdictAnswer> =
        begun.of(request.raw) ?? endpoint.answer(request, verifyAdmission);
      if (answer instanceof Promise) return answer;
      return reply.send(answer);
    },
  );
}

/** The same byte for byte: Fastify writes what is required first, in the order of `verdictSchema`, as answers are made. */
function shortCutOf(endpoint: VerifyEndpoint, begun: BegunAnswers): ShortCut {
  return {
    bodyBytesMax: verifyBodyBytesMax,
    answer: (request) => {
      const answer = endpoint.answerPlainly(request);
      if (!(answer instanceof Promise)) return answer === null ? null : JSON.stringify(answer);
      begun.begin(request.raw, answer);
      return null;
    },
  };
}
