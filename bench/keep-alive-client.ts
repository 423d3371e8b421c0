import { type Socket, connect } from 'node:net';

export interface LoadPlan {
  readonly port: number;
  readonly connections: number;
  /** All together. */
  readonly requests: number;
  /** Whole HTTP/1.1 requests, which are sent in turn; the answer to each has to be a 200. */
  readonly messages: readonly Buffer[];
}

const headEnd = Buffer.from('\r\n\r\n');
const contentLength = /\r\ncontent-length: (\d+)/i;
const okStatus = 'HTTP/1.1 200 ';

/**
 * Requests per second over keep-alive connections, one request in flight on each. As plain as can be, so that on two
 * cores the server is what is measured and not the client.
 */
export async function loadServer(plan: LoadPlan): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: plan.connections }, () => open(plan.port)));
  const counter = { left: plan.requests, next: 0 };
  const startedAt = performance.now();
  await Promise.all(sockets.map((socket) => converse(socket, plan.messages, counter)));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const socket of sockets) socket.destroy();
  return plan.requests / seconds;
}

/** A POST of JSON as bytes. */
export function postMessage(path: string, body: object, headers: Readonly<Record<string, string>>): Buffer {
  const text = JSON.stringify(body);
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${text}`);
}

export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

function converse(
  socket: Socket,
  messages: readonly Buffer[],
  counter: { left: number; next: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const send = (): void => {
      const message = messages[counter.next++ % messages.length];
      if (counter.left-- <= 0 || message === undefined) resolve();
      else socket.write(message);
    };
    let received: Buffer = Buffer.alloc(0);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed the connection.')));
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const missing = missingBytes(received);
      if (missing === null || missing > 0) return;
      if (received.toString('latin1', 0, okStatus.length) !== okStatus) {
        reject(new Error(`The server answered ${received.toString('latin1', 0, 200)}`));
        return;
      }
      received = Buffer.alloc(0);
      send();
    });
    send();
  });
}

/** Null: not even the head is there. */
export function missingBytes(received: Buffer): number | null {
  const end = received.indexOf(headEnd);
  if (end < 0) return null;
  const length = Number(contentLength.exec(received.toString('latin1', 0, end))?.[1] ?? 0);
  return end + headEnd.length + length - received.length;
}
