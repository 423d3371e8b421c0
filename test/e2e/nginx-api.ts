import { once } from 'node:events';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What reached the API behind the gateway. */
export interface SeenRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface GuardedApi {
  readonly url: string;
  readonly seen: SeenRequest[];
  close(): Promise<void>;
}

/** An API that trusts its gateway: 200 to everything, but for paths that end in a status of their own, `/x/500`. */
export async function startGuardedApi(): Promise<GuardedApi> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body });
      const status = Number(/\/(\d{3})$/.exec(url ?? '')?.[1] ?? 200);
      response.writeHead(status, { 'content-type': 'text/plain' }).end(`The API says ${status}.`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
