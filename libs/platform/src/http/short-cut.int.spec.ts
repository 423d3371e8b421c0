import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@keyledger/testing';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Registry } from 'prom-client';
import { HealthRegistry } from '../health/health-registry.js';
import { createMetrics } from '../metrics/metrics.js';
import { createHttpServer } from './http-server.js';
import { registerOperationalRoutes } from './operational-routes.js';
import type { ShortCutRequest } from './short-cut.js';

const bodyBytesMax = 1_000;
let fastify: FastifyInstance;
let metrics: Registry;

afterEach(() => fastify.close());

/** A route that tells which way it was reached. */
async function serve(level = 'silent'): Promise<void> {
  const logger = pino({ level }, { write: () => undefined });
  ({ fastify } = createHttpServer({ publicUrl: 'http://127.0.0.1:0', trustedProxies: [] }, logger));
  metrics = createMetrics('spec');
  registerOperationalRoutes(fastify, { metrics, health: new HealthRegistry() });
  const config = { ownHeaders: true, shortCut: { bodyBytesMax, answer: answerShort } };
  fastify.post('/asked', { config }, ({ body }) => ({ way: 'ordinary', body }));
  await fastify.listen({ host: '127.0.0.1', port: 0 });
}

function answerShort({ body, ip }: ShortCutRequest): string | null {
  const { wish } = body as { readonly wish?: string };
  if (wish === 'throw') throw new Error('on purpose');
  return wish === 'decline' ? null : JSON.stringify({ way: 'short', body, ip });
}

interface Wishes {
  readonly line?: string;
  readonly type?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

function textOfRequest({ line = 'POST /asked', type, headers = [], body = '{"a":1}' }: Wishes = {}): string {
  const lines = [
    `${line} HTTP/1.1`,
    'Host: spec',
    `Content-Type: ${type ?? 'application/json'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function open() {
  return connect((fastify.server.address() as AddressInfo).port, '127.0.0.1');
}

/** Until the server ends the connection. */
async function exchange(...pieces: readonly string[]): Promise<string> {
  const socket = open();
  await once(socket, 'connect');
  for (const piece of pieces) await new Promise<void>((resolve) => socket.write(piece, () => resolve()));
  return textOf(socket);
}

const closing = 'Connection: close';
const waysIn = (text: string): readonly string[] =>
  [...text.matchAll(/"way":"(\w+)"/g)].map(([, way]) => way ?? '');

describe('a plain request', () => {
  it('is answered before the router, with the headers that every answer needs', async () => {
    await serve();
    const answer = await exchange(textOfRequest({ headers: [closing, 'X-Request-Id: mine'] }));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\nx-request-id: mine\r\n/);
    expect(answer).toContain('\r\ncontent-type: application/json; charset=utf-8\r\n');
    expect(answer.split('\r\n\r\n')[1]).toBe('{"way":"short","body":{"a":1},"ip":"127.0.0.1"}');
  });

  it('may be answered in any characters', async () => {
    await serve();
    const answer = await exchange(textOfRequest({ headers: [closing], body: '{"a":"é€😀"}' }));
    expect(answer.split('\r\n\r\n')[1]).toBe('{"way":"short","body":{"a":"é€😀"},"ip":"127.0.0.1"}');
  });

  it('is measured as one of its route', async () => {
    await serve();
    await exchange(textOfRequest({ headers: [closing] }));
    await exchange(textOfRequest({ headers: [closing], body: '{"wish":"decline"}' }));
    const count = /http_request_duration_seconds_count\{method="POST",route="\/asked",status="2xx".*\} 2/;
    await waitFor(async () => count.test(await metrics.metrics()));
  });

  it('is told when the server is about to stop', async () => {
    await serve();
    fastify.server.prependListener('request', (_request, response) =>
      response.setHeader('connection', 'close'),
    );
    const answer = await exchange(textOfRequest());
    expect(waysIn(answer)).toEqual(['short']);
    expect(answer).toContain('\r\nconnection: close\r\n');
  });

  it('goes the ordinary way where every request is logged', async () => {
    await serve('debug');
    expect(waysIn(await exchange(textOfRequest({ headers: [closing] })))).toEqual(['ordinary']);
  });
});

describe('the ordinary way', () => {
  it.each([
    ['that the short cut declines', { body: '{"wish":"decline"}' }, '{"wish":"decline"}'],
    ['that the short cut fails on', { body: '{"wish":"throw"}' }, '{"wish":"throw"}'],
    ['of another spelling of the type', { type: 'application/json; charset=utf-8' }, '{"a":1}'],
    ['that a proxy forwarded', { headers: ['X-Forwarded-For: 192.0.2.1'] }, '{"a":1}'],
    ['with a query', { line: 'POST /asked?a=1' }, '{"a":1}'],
    ['of more than is expected', { body: `{"a":"${'x'.repeat(bodyBytesMax)}"}` }, '"a":"xxx'],
    ['that wants to be asked for its body', { headers: ['Expect: 100-continue'] }, '{"a":1}'],
  ] satisfies [string, Wishes, string][])('is that of a request %s', async (_what, wishes, body) => {
    await serve();
    const headers = [...((wishes as Wishes).headers ?? []), closing];
    const answer = await exchange(textOfRequest({ ...wishes, headers }));
    expect(waysIn(answer)).toEqual(['ordinary']);
    expect(answer).toContain(body);
  });

  it('is that of a body without a length', async () => {
    await serve();
    const lines = ['POST /asked HTTP/1.1', 'Host: spec', 'Content-Type: application/json', closing];
    const body = 'Transfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n';
    expect(waysIn(await exchange(`${lines.join('\r\n')}\r\n${body}`))).toEqual(['ordinary']);
  });

  it('is that of a body that comes after its head, or in pieces', async () => {
    await serve();
    const [head = '', body = ''] = textOfRequest({ headers: [closing] }).split('\r\n\r\n');
    const socket = open();
    const answer = textOf(socket);
    socket.write(`${head}\r\n\r\n${body.slice(0, 3)}`);
    await once(fastify.server, 'request');
    socket.write(body.slice(3));
    expect(waysIn(await answer)).toEqual(['ordinary']);
  });

  it.each([
    ['no JSON', '{"a":'],
    ['the prototype of everything', '{"__proto__":{"a":1}}'],
  ])('is that of %s, which is refused', async (_what, body) => {
    await serve();
    const answer = await exchange(textOfRequest({ body: body.replace('}}', '},"wish":"decline"}') }));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"MALFORMED_JSON"');
  });
});

describe('one connection', () => {
  it('has its answers in the order of its requests, whichever way they go', async () => {
    await serve();
    const requests = Array.from({ length: 300 }, (_, at) =>
      textOfRequest({ body: at % 3 === 0 ? `{"wish":"decline","at":${at}}` : `{"at":${at}}` }),
    );
    const answer = await exchange(`${requests.join('')}${textOfRequest({ headers: [closing] })}`);
    const order = [...answer.matchAll(/"at":(\d+)/g)].map(([, at]) => Number(at));
    expect(order).toEqual(requests.map((_, at) => at));
    expect(new Set(waysIn(answer))).toEqual(new Set(['short', 'ordinary']));
  });

  it('may be cut in the middle of a request without harm to others', async () => {
    await serve();
    const socket = open();
    socket.write(textOfRequest().slice(0, -3));
    await once(fastify.server, 'request');
    socket.destroy();
    expect(waysIn(await exchange(textOfRequest({ headers: [closing] })))).toEqual(['short']);
  });
});
