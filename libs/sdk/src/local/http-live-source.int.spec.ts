import { afterEach, describe, expect, it } from '@jest/globals';
import type { LedgerBatch } from '@keyledger/verification';
import { HttpCaller } from '../client/http-caller.js';
import { type SpecHandler, type SpecServer, answerJson, startSpecServer } from '../spec-server.js';
import { HttpLiveSource } from './http-live-source.js';

const head = { kind: 'snapshot', position: '7', accounts: ['acme'] };
const row = { kind: 'account', accountId: 'acme' };
const event = { kind: 'event', position: '9', event: { type: 'KeyRevoked', data: { keyId: 'key_1' } } };
let server: SpecServer;
let reloads = 0;

afterEach(async () => {
  await server.close();
});

async function sourceOf(handler: SpecHandler): Promise<HttpLiveSource> {
  reloads = 0;
  server = await startSpecServer(handler);
  const http = new HttpCaller({ url: server.url, key: 'kl_test_service', timeoutMs: 1_000 });
  return new HttpLiveSource({ http, verifierStalenessMaxMs: 1_000, onReload: () => (reloads += 1) });
}

function lines(...each: readonly unknown[]): SpecHandler {
  return (_request, response) => response.end(each.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

async function rowsOf(source: HttpLiveSource): Promise<readonly unknown[]> {
  const { position, rows } = await source.snapshot();
  expect(position).toBe(7n);
  const read: unknown[] = [];
  for await (const page of rows) read.push(...page);
  return read;
}

describe('a snapshot', () => {
  it('is the rows between its head and its end', async () => {
    const source = await sourceOf(lines(head, row, row, { kind: 'end', rows: 2 }));
    expect(await rowsOf(source)).toEqual([row, row]);
  });

  it.each([
    ['without an end', [head, row]],
    ['with fewer rows than its end says', [head, row, { kind: 'end', rows: 2 }]],
    ['with two heads', [head, head, { kind: 'end', rows: 0 }]],
  ])('is refused %s', async (_, sent) => {
    await expect(rowsOf(await sourceOf(lines(...sent)))).rejects.toThrow('not whole');
  });

  it('is refused without a head, and where it is cut within a line', async () => {
    await expect((await sourceOf(lines(row))).snapshot()).rejects.toThrow('no snapshot');
    await server.close();
    const cut: SpecHandler = (_request, response) => response.end(`${JSON.stringify(head)}\n{"kind":`);
    await expect(rowsOf(await sourceOf(cut))).rejects.toThrow('cut off');
  });
});

describe('the stream', () => {
  async function followed(sent: readonly unknown[]): Promise<readonly LedgerBatch[]> {
    const snapshot = lines(head, { kind: 'end', rows: 0 });
    const source = await sourceOf((request, response) =>
      (request.url === '/v1/snapshot' ? snapshot : lines(...sent))(request, response),
    );
    await rowsOf(source);
    const batches: LedgerBatch[] = [];
    for await (const batch of source.subscribe(7n, new AbortController().signal)) batches.push(batch);
    expect(server.requests.at(-1)?.url).toBe('/v1/events?after=7');
    return batches;
  }

  it('becomes batches', async () => {
    const view = { kind: 'view', accounts: ['acme'] };
    const position = { kind: 'position', position: '11', caughtUp: true };
    expect(await followed([view, event, position])).toEqual([
      { events: [{ event: event.event, position: 9n }], position: 9n, caughtUp: false },
      { events: [], position: 11n, caughtUp: true },
    ]);
    expect(reloads).toBe(0);
  });

  it.each([
    ['tells of other accounts than the snapshot', { kind: 'view', accounts: null }],
    ['says so', { kind: 'reload' }],
  ])('asks for another snapshot where it %s, and delivers nothing more', async (_, line) => {
    await expect(followed([line, event])).rejects.toThrow('does not go with');
    expect(reloads).toBe(1);
  });
});

describe('freshness', () => {
  const answering = (position: string, stalenessMs: number) =>
    sourceOf((request, response) =>
      request.url === '/v1/freshness'
        ? answerJson(response, 200, { position, stalenessMs })
        : lines(event, { kind: 'position', position: '12', caughtUp: true })(request, response),
    );

  it('is proved where the verifier holds no more than we do', async () => {
    const source = await answering('7', 40);
    expect(await source.hasEventsAfter(7n)).toBe(false);
    expect(source.verifierStalenessMs).toBe(40);
  });

  it('is proved once we have applied what the verifier held, and not before', async () => {
    const source = await answering('9', 40);
    let isProved = false;
    const proof = source.hasEventsAfter(7n).then((isBehind) => (isProved = !isBehind));
    const batches = source.subscribe(7n, new AbortController().signal);
    await batches.next(); // in our hands, but not applied before the next one is asked for
    expect(isProved).toBe(false);
    await batches.next();
    expect(await proof).toBe(true);
  });

  it('is not proved by a verifier that cannot prove its own', async () => {
    const source = await answering('7', 1_001);
    expect(await source.hasEventsAfter(7n)).toBe(true);
  });
});
