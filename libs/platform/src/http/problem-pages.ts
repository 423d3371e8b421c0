import { type Code, codes } from '@keyledger/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError, problem, problemsPath } from './problem.js';

interface CodePage {
  readonly code: Code;
  readonly status: number;
  readonly title: string;
}

/** Where the `type` of a problem leads (RFC 9457 section 3.1.1): its documentation, for people or for programs. */
export function registerProblemPages(fastify: FastifyInstance): void {
  const pages = (Object.keys(codes) as Code[]).map(pageOf);

  fastify.get(problemsPath, (request, reply) => answer(request, reply, { problems: pages }, pages));

  fastify.get<{ Params: { code: string } }>(`${problemsPath}/:code`, (request, reply) => {
    const page = pages.find(({ code }) => code === request.params.code);
    if (!page) throw new ProblemError(problem('ROUTE_NOT_FOUND', 'There is no such problem.'));
    return answer(request, reply, page, [page]);
  });
}

function pageOf(code: Code): CodePage {
  return { code, status: codes[code].status, title: codes[code].doc };
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  body: object,
  pages: readonly CodePage[],
): FastifyReply {
  void reply.header('vary', 'accept');
  if (!prefersHtml(request.headers.accept)) return reply.send(body);
  return reply.type('text/html; charset=utf-8').send(htmlOf(pages));
}

/** Browsers name text/html first; programs do not name it. */
function prefersHtml(accept = ''): boolean {
  const html = accept.indexOf('text/html');
  const json = accept.indexOf('application/json');
  return html >= 0 && (json < 0 || html < json);
}

function htmlOf(pages: readonly CodePage[]): string {
  const heading = pages.length === 1 ? (pages[0]?.code ?? '') : 'Problems';
  const entries = pages.map(
    ({ code, status, title }) => `<dt><code>${code}</code> (${status})</dt><dd>${escaped(title)}</dd>`,
  );
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8">',
    `<title>${heading} - Keyledger</title><h1>${heading}</h1><dl>${entries.join('\n')}</dl></html>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
