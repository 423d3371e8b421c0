import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { requestIdOf } from './request-id.js';
import { requestIdHeader } from './response-headers.js';

export interface ShortCutRequest {
  readonly raw: IncomingMessage;
  /** Of the connection: requests that proxies forwarded take no short cut. */
  readonly ip: string;
  /** Parsed, and otherwise as it was sent. */
  readonly body: unknown;
}

/** How a POST route of JSON answers plain requests before the router; whatever it leaves alone goes the ordinary way. */
export interface ShortCut {
  readonly bodyBytesMax: number;
  /** The body of a 200, as JSON; null: this is for the ordinary route, and nothing has happened. */
  readonly answer: (request: ShortCutRequest) => string | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Only for routes with `ownHeaders`, whose hooks do nothing that the short cut does not. */
    readonly shortCut?: ShortCut | undefined;
  }
}

/** Told of the status of each answer and how long it took, in ms. */
export type Observe = (status: number, elapsedMs: number) => void;

interface OpenShortCut extends ShortCut {
  readonly observe: Observe;
}

const jsonMediaType = 'application/json';

/**
 * Short cuts before the router of a server. Most of what an answer from memory costs is the way there and back: router,
 * hooks, body parser, reply. A request whose body has come with its head, with no header that asks for more, needs none of
 * it; everything else, and every refusal, is the ordinary route's, which finds the request untouched.
 */
export class ShortCuts {
  private readonly byUrl = new Map<string, OpenShortCut>();
  private readonly ordinary: readonly RequestListener[];

  constructor(private readonly server: Server) {
    this.ordinary = server.listeners('request') as RequestListener[];
  }

  /** For POST requests of exactly this URL. */
  open(url: string, shortCut: ShortCut, observe: Observe): void {
    if (this.byUrl.size === 0) {
      this.server.removeAllListeners('request');
      this.server.on('request', this.onRequest);
    }
    this.byUrl.set(url, { ...shortCut, observe });
  }

  private readonly onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const shortCut = request.method === 'POST' ? this.byUrl.get(request.url ?? '') : undefined;
    if (shortCut === undefined || !isPlain(request)) this.pass(request, response);
    // The parser comes to the body after this call.
    else process.nextTick(this.onBody, shortCut, request, response, performance.now());
  };

  private readonly onBody = (
    shortCut: OpenShortCut,
    request: IncomingMessage & { readonly socket: { readonly remoteAddress?: string } },
    response: ServerResponse,
    startedAt: number,
  ): void => {
    const length = Number(request.headers['content-length']);
    const isWhole = request.readableLength === length && length <= shortCut.bodyBytesMax;
    const bytes = isWhole ? (request.read() as Buffer | null) : null;
    const answer = bytes === null ? null : answerOf(shortCut, request, bytes);
    if (answer !== null) {
      send(answer, request, response);
      shortCut.observe(200, performance.now() - startedAt);
      return;
    }
    if (bytes !== null) request.unshift(bytes);
    this.pass(request, response);
  };

  private pass(request: IncomingMessage, response: ServerResponse): void {
    for (const listener of this.ordinary) listener.call(this.server, request, response);
  }
}

/** A body of a known length and kind, and nobody between us and the client. */
function isPlain({ headers }: IncomingMessage): boolean {
  return (
    headers['content-type'] === jsonMediaType &&
    headers['content-length'] !== undefined &&
    headers['transfer-encoding'] === undefined &&
    headers['x-forwarded-for'] === undefined &&
    headers.expect === undefined
  );
}

/** Null where anything is wrong: the ordinary route says what. */
function answerOf(shortCut: ShortCut, raw: IncomingMessage, bytes: Buffer): string | null {
  try {
    const body: unknown = JSON.parse(bytes.toString());
    return shortCut.answer({ raw, ip: raw.socket.remoteAddress ?? '', body });
  } catch {
    return null;
  }
}

function send(text: string, request: IncomingMessage, response: ServerResponse): void {
  const bytes = Buffer.byteLength(text);
  response.writeHead(200, [
    ...[requestIdHeader, requestIdOf(request)],
    ...['content-type', `${jsonMediaType}; charset=utf-8`],
    ...['content-length', String(bytes)],
  ]);
  // One byte for each character: they are the same in both encodings, and need no encoder in this.
  response.end(text, bytes === text.length ? 'latin1' : 'utf8');
}
