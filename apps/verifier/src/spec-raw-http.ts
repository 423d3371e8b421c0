import { once } from 'node:events';
import { type Socket, connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; several of one name are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Bytes over a real socket, which no client puts right on the way. Characters are bytes (latin1). */
export async function sendRaw(
  address: string,
  requestLine: string,
  lines: readonly string[],
): Promise<RawAnswer> {
  const socket = await connectTo(address);
  socket.write(requestText(requestLine, [...lines, 'Connection: close']), 'latin1');
  return parseAnswer(await everythingFrom(socket));
}

export async function connectTo(address: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

export function requestText(requestLine: string, lines: readonly string[]): string {
  return [`${requestLine} HTTP/1.1`, 'Host: gateway', ...lines, '', ''].join('\r\n');
}

/** Until the other side ends. */
export async function everythingFrom(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  await once(socket, 'end');
  socket.destroy();
  return Buffer.concat(chunks).toString('latin1');
}

/** Of an answer that says how long it is. */
export function parseAnswer(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { status: Number(statusLine.split(' ')[1]), headers, body: text.slice(end + 4) };
}
