import type { Socket } from 'node:net';
import { httpLimits } from './http-limits.js';
import { type Problem, problem, problemMediaType } from './problem.js';
import { responseHeaders } from './response-headers.js';

/** What Node's HTTP parser reports about requests that never became one. */
const knownFaults: Readonly<Record<string, readonly [status: number, phrase: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive.'],
};

/** Answers on the bare socket, since there is no request to reply to. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  bodyOf: (answer: Problem) => string,
): void {
  // Told so for each piece of the rest; to close now would take the answer away from a client that is still sending.
  if (socket.writableEnded && error.code !== 'ECONNRESET') return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, detail] = knownFaults[error.code ?? ''] ?? [400, 'Bad Request', 'This is not HTTP.'];
  const body = bodyOf({ ...problem('INVALID_REQUEST', detail), status });
  const headers = {
    ...responseHeaders,
    'content-type': `${problemMediaType}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${lines.join('')}\r\n${body}`);
  // Or whoever never closes their end would keep the connection for good.
  setTimeout(() => socket.destroy(), httpLimits.lingerMsMax).unref();
}
