import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AdmittedRequest, type GuardOptions, guardRequest } from './guard/guard-request.js';

/** Of Express, Connect or Node itself. */
export interface ExpressRequest extends IncomingMessage {
  /** Express' own, which follows its setting `trust proxy`. */
  readonly ip?: string | undefined;
  /** Set where `requireScope` let the request through. */
  keyledger?: AdmittedRequest;
}

export type ExpressMiddleware = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Express middleware: `const requireScope = keyledgerExpress({ verifier })`, then
 * `app.get('/orders', requireScope('orders:ListOrders'), handler)`.
 */
export function keyledgerExpress(options: GuardOptions): (operation: string) => ExpressMiddleware {
  return (operation) => (request, response, next) => {
    const clientAddress = request.ip ?? request.socket.remoteAddress ?? null;
    guardRequest(options, { rawHeaders: request.rawHeaders, clientAddress, operation })
      .then((answer) => {
        if (answer.allowed) {
          request.keyledger = answer.admitted;
          for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
          next();
          return;
        }
        response.writeHead(answer.status, answer.headers).end(JSON.stringify(answer.body));
      })
      .catch(next);
  };
}
