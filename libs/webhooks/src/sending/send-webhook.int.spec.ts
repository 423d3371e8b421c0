import type { LookupAddress } from 'node:dns';
import { type Server, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebhookReceiver } from '@keyledger/testing';
import { AllowedAddresses } from './allowed-addresses.js';
import { type SendOutcome, responseBytesMax, sendWebhook } from './send-webhook.js';
import type { Resolve } from './target.js';

let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});

afterEach(async () => {
  await receiver.stop();
});

interface Changes {
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
  readonly networks?: readonly string[];
}

const never: Resolve = () => Promise.reject(new Error('nobody asks for this name'));

function send(url: string, { resolve = never, timeoutMs = 5_000, networks = ['127.0.0.0/8'] }: Changes = {}) {
  const request = { url, headers: { 'content-type': 'application/json', 'content-length': '2' }, body: '{}' };
  return sendWebhook(request, { allowed: new AllowedAddresses(networks), resolve, timeoutMs });
}

function errorOf(outcome: SendOutcome): string {
  return outcome.kind === 'failed' ? outcome.error : `answered ${outcome.status}`;
}

const leadsTo = (...addresses: readonly string[]): Resolve => {
  return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

describe('a request', () => {
  it('is one POST with its body', async () => {
    expect(await send(receiver.url)).toEqual({
      kind: 'answered',
      status: 204,
      response: '',
      retryAfter: null,
    });
    expect(receiver.received).toMatchObject([{ path: '/hook', body: '{}' }]);
  });

  it('that hangs is given up', async () => {
    receiver.behave = () => undefined;
    expect(errorOf(await send(receiver.url, { timeoutMs: 200 }))).toBe('No answer within 200 ms.');
  });

  it('whose answer begins and never ends is given up', async () => {
    receiver.behave = (response) => void response.writeHead(200).write('so far');
    expect(errorOf(await send(receiver.url, { timeoutMs: 200 }))).toBe('No answer within 200 ms.');
  });

  it('whose name nobody resolves in time is given up', async () => {
    const resolve: Resolve = () => new Promise(() => undefined);
    const url = 'https://slow.example/';
    expect(errorOf(await send(url, { resolve, timeoutMs: 200 }))).toBe('No answer within 200 ms.');
  });

  it('listens to the start of a huge answer alone', async () => {
    let written = 0;
    receiver.behave = (response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && written < 1e9) {
          written += 65_536;
          if (!response.write('x'.repeat(65_536))) break;
        }
      };
      response.on('drain', more);
      more();
    };
    const outcome = await send(receiver.url);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, response: 'x'.repeat(responseBytesMax) });
    expect(written).toBeLessThan(1e9);
  });

  it('keeps of an answer what is fit to be shown', async () => {
    receiver.behave = (response) =>
      response.writeHead(500).end('a\0b\n\u001b[31mc whsec_AAAAAAAAAAAAAAAAAAAAAAAA');
    expect(await send(receiver.url)).toMatchObject({
      kind: 'answered',
      status: 500,
      response: 'a b [31mc ***',
    });
  });

  it('tells what it was asked to wait', async () => {
    receiver.answers(503, { 'retry-after': '120' });
    expect(await send(receiver.url)).toMatchObject({ status: 503, retryAfter: '120' });
  });

  it('that is answered with endless headers fails', async () => {
    receiver.behave = (response) => response.writeHead(200, { 'x-long': 'x'.repeat(50_000) }).end();
    expect(errorOf(await send(receiver.url))).toContain('Header overflow');
  });

  it('does not follow a redirect to the metadata address, or to any other', async () => {
    receiver.answers(302, { location: 'http://169.254.169.254/latest/meta-data/' });
    expect(await send(receiver.url)).toMatchObject({ kind: 'answered', status: 302 });
    const elsewhere = await WebhookReceiver.start();
    receiver.answers(307, { location: elsewhere.url });
    expect(await send(receiver.url)).toMatchObject({ kind: 'answered', status: 307 });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.stop();
  });

  it('fails where there is no TLS', async () => {
    const outcome = await send(receiver.url.replace('http:', 'https:'));
    expect(errorOf(outcome)).toMatch(/wrong version number|packet length|SSL/i);
  });

  it('fails where nobody listens', async () => {
    const { url } = receiver;
    await receiver.stop();
    expect(errorOf(await send(url))).toContain('ECONNREFUSED');
    receiver = await WebhookReceiver.start();
  });
});

describe('an address', () => {
  it('is that of the check: the name is not asked for again', async () => {
    let asked = 0;
    const resolve: Resolve = async () => {
      asked += 1;
      const address = asked === 1 ? '127.0.0.1' : '169.254.169.254';
      return [{ address, family: 4 } satisfies LookupAddress];
    };
    const url = `http://rebinding.example:${receiver.port}/hook`;
    expect(await send(url, { resolve })).toMatchObject({ status: 204 });
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`rebinding.example:${receiver.port}`);
    expect(errorOf(await send(url, { resolve }))).toContain('169.254.169.254 is not an address');
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['100.100.100.200'],
    ['168.63.129.16'],
    ['224.0.0.1'],
    ['0.0.0.0'],
    ['::1'],
    ['fe80::1'],
    ['fd00:ec2::254'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::a9fe:a9fe'],
    ['2002:7f00:1::'],
    ['93.184.216.34', '10.0.0.1'],
  ])('that is not public is not connected to: %s', async (...addresses) => {
    const resolve = leadsTo(...addresses);
    const outcome = await send('https://inside.example/', { resolve, networks: [] });
    expect(errorOf(outcome)).toMatch(/is not an address that may be sent to/);
  });

  it('that is not public may be named, and plain HTTP goes nowhere else', async () => {
    const url = `http://named.example:${receiver.port}/`;
    expect(await send(url, { resolve: leadsTo('127.0.0.1') })).toMatchObject({ status: 204 });
    expect(errorOf(await send(url, { resolve: leadsTo('93.184.216.34') }))).toContain('Plain HTTP');
  });

  it('that there is none of fails', async () => {
    expect(errorOf(await send('https://nobody.example/', { resolve: leadsTo() }))).toContain('no address');
  });
});

describe('a server that speaks no HTTP', () => {
  let server: Server;

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each(['', 'nonsense\r\n\r\n'])('fails: %j', async (said) => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(said);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const outcome = await send(`http://127.0.0.1:${port}/`);
    expect(outcome.kind).toBe('failed');
  });
});
