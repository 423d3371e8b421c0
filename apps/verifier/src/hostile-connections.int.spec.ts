import type { Socket } from 'node:net';
import { httpLimits } from '@keyledger/platform';
import { createTestDatabase } from '@keyledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { connectTo, everythingFrom, parseAnswer, requestText } from './spec-raw-http.js';
import { type MintedKey, SpecVerifier, unissuedValue } from './spec-verifier.js';

const slowClients = 50;
/** Of bytes that a slow client sends. */
const tricklePauseMs = 20;
const pipelined = 2_000;

let verifier: SpecVerifier;
let service: MintedKey;
let key: MintedKey;

beforeAll(async () => {
  verifier = await SpecVerifier.start(await createTestDatabase());
  service = await verifier.createKey({ accountId: 'system', scopes: ['keyledger:Verify'] });
  key = await verifier.createKey();
  await verifier.caughtUp();
});

afterAll(async () => {
  await verifier.stop();
});

function address(): string {
  return verifier.running.address;
}

/** A whole question about the value. */
function questionAbout(value: string): string {
  const body = JSON.stringify({ key: value });
  const lines = [
    `Authorization: Bearer ${service.value}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return requestText('POST /v1/verify', lines) + body;
}

async function expectOthersServed(): Promise<void> {
  const { status, body } = await verifier.ask({ key: key.value });
  expect([status, body.code]).toEqual([200, 'VALID']);
}

/** Sends a byte now and then, for as long as the other side lets it; resolves with the answer's status. */
async function trickle(begin: string): Promise<number> {
  const socket = await connectTo(address());
  socket.on('error', () => undefined); // a byte may come too late
  socket.write(begin);
  const timer = setInterval(() => socket.write('x'), tricklePauseMs);
  try {
    return parseAnswer(await everythingFrom(socket)).status;
  } finally {
    clearInterval(timer);
  }
}

describe('clients that send as slowly as they can (slow loris)', () => {
  afterEach(() => {
    setBounds(httpLimits);
  });

  it('are bounded as the limits say', () => {
    const { headersTimeout, requestTimeout } = verifier.running.fastify.server;
    expect({ headersTimeout, requestTimeout }).toEqual({
      ...{ headersTimeout: httpLimits.headersMsMax, requestTimeout: httpLimits.requestMsMax },
    });
  });

  it.each([
    ['headers', 'POST /v1/verify HTTP/1.1\r\nHost: verifier\r\nX-Slow: '],
    [
      'a body',
      () => questionAbout(key.value).replace(/Content-Length: .*$/s, 'Content-Length: 9000\r\n\r\n'),
    ],
  ])('are told 408 and cut off (%s), and others are served all the while', async (_what, begin) => {
    setBounds({ headersMsMax: 400, requestMsMax: 800 }); // or this would take half a minute
    let cutOff = 0;
    const statuses = Array.from({ length: slowClients }, async () => {
      const status = await trickle(typeof begin === 'string' ? begin : begin());
      cutOff += 1;
      return status;
    });
    do await expectOthersServed();
    while (cutOff < slowClients);
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([408]));
  });

  it('are cut off where they send nothing at all', async () => {
    setBounds({ headersMsMax: 400, requestMsMax: 800 });
    const { status } = parseAnswer(await everythingFrom(await connectTo(address())));
    expect(status).toBe(408);
  });
});

/** Node looks at them each time that it looks for slow connections. */
function setBounds({ headersMsMax, requestMsMax }: Bounds): void {
  const { server } = verifier.running.fastify;
  server.headersTimeout = headersMsMax;
  server.requestTimeout = requestMsMax;
}

interface Bounds {
  readonly headersMsMax: number;
  readonly requestMsMax: number;
}

describe('many requests at once on one connection (pipelining)', () => {
  it('are answered in their order, and others are served meanwhile', async () => {
    const values = Array.from({ length: pipelined }, (_, n) => (n % 3 === 0 ? unissuedValue() : key.value));
    const socket = await connectTo(address());
    const answered = answersOn(socket, pipelined);
    socket.write(values.map(questionAbout).join(''));
    await expectOthersServed();
    const expected = values.map((value) => (value === key.value ? 'VALID' : 'UNKNOWN_KEY'));
    expect((await answered).map(codeOf)).toEqual(expected);
    socket.destroy();
  });
});

/** Bodies of so many answers. */
async function answersOn(socket: Socket, count: number): Promise<readonly string[]> {
  const bodies: string[] = [];
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    for (let end = endOfAnswer(text); end !== null; end = endOfAnswer(text)) {
      bodies.push(parseAnswer(text.slice(0, end)).body);
      text = text.slice(end);
    }
    if (bodies.length >= count) break;
  }
  return bodies;
}

/** Null: it has not come as a whole. */
function endOfAnswer(text: string): number | null {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const end = head + 4 + Number(parseAnswer(text.slice(0, head + 4)).headers['content-length']);
  return text.length < end ? null : end;
}

function codeOf(body: string): string {
  return (JSON.parse(body) as { readonly code: string }).code;
}

describe('headers of 1 MB', () => {
  it('are answered 431, and nobody else notices', async () => {
    const socket = await connectTo(address());
    socket.on('error', () => undefined); // the rest of them is not read
    socket.write(requestText('POST /v1/verify', [`X-Long: ${'x'.repeat(1_000_000)}`]));
    const answer = parseAnswer(await everythingFrom(socket));
    expect(answer.status).toBe(431);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'INVALID_REQUEST', status: 431 });
    await expectOthersServed();
  });
});
