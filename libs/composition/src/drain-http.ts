import type { Server } from 'node:http';

/** How often connections that have become idle are cut while we drain. */
const sweepIntervalMs = 25;

/**
 * Stops accepting and waits for the requests in flight, which may still need everything behind them; cuts what has
 * not ended after `drainMsMax`. Clients with kept connections are told with their next answer.
 */
export async function drainHttp(server: Server, drainMsMax: number): Promise<void> {
  if (!server.listening) return;
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), sweepIntervalMs);
  const cut = setTimeout(() => server.closeAllConnections(), drainMsMax);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
