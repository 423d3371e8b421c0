import { introspectKey, oauthErrorOf } from '@keyledger/contracts';
import { type DressedProblem, type Problem, ProblemError } from '@keyledger/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IntrospectEndpoint } from './introspect-endpoint.js';
import { schemeOf } from './introspection-caller.js';
import { verifyBodyBytesMax } from './verify-route.js';

/** In a context of its own, since it alone takes forms, and nothing else. */
export function registerIntrospectRoute(fastify: FastifyInstance, endpoint: IntrospectEndpoint): void {
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      introspectKey.body.mediaType,
      { parseAs: 'string', bodyLimit: verifyBodyBytesMax },
      (_request, form, parsed) => parsed(null, form),
    );
    scope.post(
      introspectKey.path,
      {
        bodyLimit: verifyBodyBytesMax,
        config: { dressProblem: dressed },
        onRequest: (request, _reply, admitted) => {
          withScheme(request, () => endpoint.admit(request));
          admitted();
        },
      },
      (request, reply) => {
        // Without a body there is no type to judge, and nothing in it.
        const body = typeof request.body === 'string' ? request.body : '';
        return reply.send(
          withScheme(request, () => endpoint.answer({ raw: request.raw, ip: request.ip, body })),
        );
      },
    );
    done();
  });
}

/** Has refusals say by which scheme the caller tried to authenticate, for the challenge. */
function withScheme<Result>(request: FastifyRequest, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw new ProblemError({ ...error.problem, scheme: schemeOf(request) }, { cause: error });
  }
}

/** RFC 6749 section 5.2, with the challenge of the scheme that the caller used. */
function dressed({ code, detail, errors, scheme }: Problem): DressedProblem {
  const where = errors?.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const { status, body } = oauthErrorOf(code, detail ?? where);
  return {
    ...{ status, body },
    headers: {
      'content-type': 'application/json',
      ...(status === 401 && { 'www-authenticate': challengeOf(code, scheme) }),
      ...(status === 503 && { 'retry-after': '1' }),
    },
  };
}

function challengeOf(code: Problem['code'], scheme: unknown): string {
  if (scheme === 'Basic') return 'Basic realm="keyledger"';
  if (code === 'MISSING_CREDENTIALS') return 'Basic realm="keyledger", Bearer realm="keyledger"';
  const error = code === 'FORBIDDEN' ? 'insufficient_scope' : 'invalid_token';
  return `Bearer realm="keyledger", error="${error}"`;
}
