import { type AddressInfo, type Socket, connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { httpLimits } from './http-limits.js';
import { createHttpServer } from './http-server.js';
import { ProblemError, problem } from './problem.js';

const logged: string[] = [];
let fastify: FastifyInstance;
let port: number;

beforeAll(async () => {
  const logger = pino({ level: 'debug' }, { write: (line) => logged.push(line) });
  ({ fastify } = createHttpServer({ publicUrl: 'http://127.0.0.1:0', trustedProxies: [] }, logger));
  fastify.get('/refused/:key', () => {
    throw new ProblemError(problem('KEY_NOT_FOUND'));
  });
  fastify.post('/echo', ({ body }) => body);
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  port = (fastify.server.address() as AddressInfo).port;
});

afterAll(() => fastify.close());

/** Sends bytes as they are and reads until the server closes. */
async function exchange(request: string): Promise<{ status: number; headers: string; body: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  const answer = await textOf(socket);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body };
}

describe('what is not a request', () => {
  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', 400],
    ['headers beyond 16 KiB', `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(17 * 1024)}\r\n\r\n`, 431],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
  ])('%s is answered with a problem', async (_what, request, status) => {
    const answer = await exchange(request);
    expect(answer.status).toBe(status);
    expect(answer.headers).toContain('content-type: application/problem+json');
    expect(answer.headers).toContain('x-content-type-options: nosniff');
    expect(JSON.parse(answer.body)).toMatchObject({
      type: `http://127.0.0.1:${port}/problems/INVALID_REQUEST`,
      code: 'INVALID_REQUEST',
      status,
    });
  });
});

describe('a connection', () => {
  it(
    'that was refused is closed soon, though the client keeps its end open',
    async () => {
      const closed = new Promise<void>((resolve) => {
        fastify.server.once('connection', (socket: Socket) => socket.once('close', () => resolve()));
      });
      const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      client.write('HELLO\r\n\r\n');
      expect(await textOf(client)).toContain('400 Bad Request');
      await closed;
      client.destroy();
    },
    5 * httpLimits.lingerMsMax,
  );

  it('is one of a bounded number', () => {
    expect(fastify.server.maxConnections).toBe(httpLimits.connectionsMax);
  });
});

describe('a body', () => {
  it('that announces itself too large is refused before it is sent', async () => {
    const answer = await exchange(
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 70000\r\nconnection: close\r\n\r\n',
    );
    expect(answer.status).toBe(413);
  });

  it('that grows too large in chunks is refused', async () => {
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    const answer = await exchange(
      `POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`,
    );
    expect(answer.status).toBe(413);
  });

  it('whose client goes away in the middle is no outage of ours', async () => {
    logged.length = 0;
    const gone = new Promise<void>((resolve) => {
      fastify.server.once('connection', (socket: Socket) => socket.once('close', () => resolve()));
    });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{"a',
    );
    socket.once('connect', () => setImmediate(() => socket.destroy()));
    await gone;
    expect(logged.filter((line) => !line.includes('"level":20'))).toEqual([]);
  });
});

describe('with PORT=0', () => {
  it('the type of a problem begins with the port that was found', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/refused/x`);
    expect(await response.json()).toMatchObject({ type: `http://127.0.0.1:${port}/problems/KEY_NOT_FOUND` });
  });
});

describe('the request log', () => {
  it('names the pattern of the route, never the URL', async () => {
    logged.length = 0;
    const response = await fetch(`http://127.0.0.1:${port}/refused/kl_live_secret?key=secret`, {
      headers: { 'x-request-id': 'r-1' },
    });
    await response.text();
    const lines = logged.map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([
      expect.objectContaining({ requestId: 'r-1', method: 'GET', route: '/refused/:key', status: 404 }),
    ]);
    expect(logged.join('')).not.toContain('secret');
  });
});
