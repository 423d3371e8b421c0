import { randomUUID } from 'node:crypto';
import type { RevocationAnswer } from '@keyledger/contracts';
import { FleetTable } from '@keyledger/fleet';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecApi } from './spec-api.js';

let api: SpecApi;
let fleet: FleetTable;

beforeAll(async () => {
  api = await SpecApi.start();
  fleet = new FleetTable(api.running.infrastructure.pool);
  await api.openAccount('acme');
});

afterAll(async () => {
  await api.stop();
});

async function verifier(name: string): Promise<string> {
  const id = randomUUID();
  await fleet.register({ id, name, stalenessMaxMs: 600_000, position: 0n });
  return id;
}

async function revoke(): Promise<string> {
  const { key } = await api.createKey('acme');
  const answer = await api.send(`POST /v1/keys/${key.id}/revoke`, {
    body: { reason: 'leaked' },
    headers: { prefer: 'wait=0' },
  });
  return String(answer.body.position);
}

function open(position: string, key = api.rootKey): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' };
  return fetch(`${api.running.address}/v1/revocations/${position}`, { headers });
}

interface StreamEvent {
  readonly event: string;
  readonly data: RevocationAnswer;
}

async function* eventsOf(response: Response): AsyncGenerator<StreamEvent, void, undefined> {
  const decoder = new TextDecoderStream();
  let text = '';
  for await (const chunk of response.body?.pipeThrough(decoder) ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      yield { event, data: JSON.parse(data) as RevocationAnswer };
    }
  }
}

const outcomes = ({ verifiers }: RevocationAnswer) =>
  Object.fromEntries(verifiers.map(({ name, outcome }) => [name, outcome]));

describe('a change that is watched', () => {
  it('is shown as it is now, then as each verifier confirms it, with how long that took, to the end', async () => {
    const [one, other] = [await verifier('one:1'), await verifier('other:1')];
    const position = await revoke();
    const response = await open(position);
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('cache-control'),
    ]).toEqual([200, 'text/event-stream', 'no-store']);
    const events = eventsOf(response);
    const first = await events.next();
    expect(first.value).toMatchObject({ event: 'revocation', data: { position, complete: false } });
    expect(outcomes(dataOf(first))).toEqual({ 'one:1': 'missing', 'other:1': 'missing' });
    await fleet.renew(one, BigInt(position));
    const second = await events.next();
    expect(outcomes(dataOf(second))).toEqual({ 'one:1': 'applied', 'other:1': 'missing' });
    const [confirmed] = dataOf(second).verifiers.filter(({ name }) => name === 'one:1');
    expect(confirmed?.confirmedAfterMs).toBeGreaterThanOrEqual(0);
    await fleet.renew(other, BigInt(position));
    const third = await events.next();
    expect(dataOf(third)).toMatchObject({ complete: true, missing: [] });
    expect((await events.next()).value).toEqual({ event: 'end', data: { complete: true } });
    expect((await events.next()).done).toBe(true);
    for (const id of [one, other]) await fleet.leave(id);
  });

  it('ends at once where it has arrived everywhere', async () => {
    const position = await revoke();
    const events = [];
    for await (const { event, data } of eventsOf(await open(position))) events.push([event, data.complete]);
    expect(events).toEqual([
      ['revocation', true],
      ['end', true],
    ]);
  });

  it('is JSON to whoever asks for no stream', async () => {
    const answer = await api.send(`GET /v1/revocations/${await revoke()}`);
    expect(answer.body).toMatchObject({ complete: true });
  });

  it('is refused as a problem, not as a stream', async () => {
    const position = await revoke();
    const refused = await open(position, await api.adminKey('keyledger@acme:*'));
    expect([refused.status, refused.headers.get('content-type')]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
    ]);
    expect((await open('x')).status).toBe(400);
  });
});

function dataOf({ value }: IteratorResult<StreamEvent, void>): RevocationAnswer {
  if (value === undefined) throw new Error('The stream has ended');
  return value.data;
}
