import { rateLimitHeaders, refusedByLimitHeaders } from '@keyledger/domain';
import type { FastifyReply } from 'fastify';
import type { Authorization } from './authorize-endpoint.js';

/** How a refusal is told. */
export type RefusalForm =
  /** As the client is to get it: for gateways that pass it on (Traefik, Envoy). */
  | 'whole'
  /**
   * As 403 whose headers say all: for nginx, whose `auth_request` passes on neither bodies nor other statuses, but can
   * keep headers.
   */
  | 'in-headers';

/** Makes paths of ours into addresses that clients can open. */
export type AbsoluteUrl = (path: string) => string;

export function answerAuthorization(
  reply: FastifyReply,
  authorization: Authorization,
  { form, absoluteUrl }: { readonly form: RefusalForm; readonly absoluteUrl: AbsoluteUrl },
): void {
  if (authorization.allowed) allow(reply, authorization);
  else deny(reply, authorization, form, absoluteUrl);
}

/** For the API behind the gateway: whose key it is, and what permitted the request. */
function allow(
  reply: FastifyReply,
  { verdict, operation, asOf, stale, limits }: Extract<Authorization, { readonly allowed: true }>,
): void {
  void reply
    .header('x-keyledger-key-id', verdict.keyId)
    .header('x-keyledger-account', verdict.accountId)
    .header('x-keyledger-as-of', asOf.toString())
    .headers(rateLimitHeaders(limits));
  if (stale) void reply.header('x-keyledger-stale', 'true');
  if (operation !== null) void reply.header('x-keyledger-operation', operation);
  if (verdict.scope !== null) void reply.header('x-keyledger-scope', verdict.scope);
  void reply.code(200).send();
}

function deny(
  reply: FastifyReply,
  { profile, denial, limits }: Extract<Authorization, { readonly allowed: false }>,
  form: RefusalForm,
  absoluteUrl: AbsoluteUrl,
): void {
  const { status, headers: dress, body } = profile.answerTo(denial);
  const headers = { ...dress, ...refusedByLimitHeaders(limits) };
  const text = asciiJson(withAbsoluteType(body, absoluteUrl));
  if (form === 'whole') {
    void reply.code(status).headers(headers).send(text);
    return;
  }
  const { 'content-type': type = 'application/json', ...others } = headers;
  void reply
    .code(403)
    .headers({ ...others, 'x-keyledger-type': type, 'x-keyledger-body': text, 'x-keyledger-status': status })
    .send();
}

/** Problems (RFC 9457) have a `type` that is a path of ours. */
function withAbsoluteType(body: unknown, absoluteUrl: AbsoluteUrl): unknown {
  if (typeof body !== 'object' || body === null || !('type' in body)) return body;
  return typeof body.type === 'string' ? { ...body, type: absoluteUrl(body.type) } : body;
}

/** Without a character that cannot be in a header. */
function asciiJson(body: unknown): string {
  return JSON.stringify(body).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
