import {
  ANY,
  DeadlineExceededError,
  EventStoreDBClient,
  NO_STREAM,
  UnknownError,
  jsonEvent,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collected, event, events } from './spec-events.js';
import { EventStoreDbStandIn } from './stand-in.js';

let server: EventStoreDbStandIn;
let client: EventStoreDBClient;

beforeEach(async () => {
  server = await EventStoreDbStandIn.start();
  client = EventStoreDBClient.connectionString(server.url);
});

afterEach(async () => {
  await client.dispose();
  await server.close();
});

/** With these the client uses the plain Append call. */
const credentials = { username: 'admin', password: 'changeit' };

describe('appending at a revision', () => {
  it('takes a JS number 0', async () => {
    await client.appendToStream('a', event(), { expectedRevision: NO_STREAM });
    const expectedRevision = 0 as unknown as bigint;
    const result = await client.appendToStream('a', event(), { expectedRevision });
    expect(result.nextExpectedRevision).toBe(1n);
  });

  it('30 times unawaited, 0n, 1n, 2n...: all 30 fulfilled', async () => {
    await client.appendToStream('a', event(), { expectedRevision: NO_STREAM });
    const appends = Array.from({ length: 30 }, (_, revision) =>
      client.appendToStream('a', event(), { expectedRevision: BigInt(revision) }),
    );
    const revisions = (await Promise.all(appends)).map((result) => result.nextExpectedRevision);
    expect(revisions).toEqual(Array.from({ length: 30 }, (_, index) => BigInt(index + 1)));
  });

  it('says the same of a wrong version with credentials', async () => {
    await client.appendToStream('a', events(3));
    const append = client.appendToStream('a', event(), { expectedRevision: 1n, credentials });
    const refusal = { type: 'wrong-expected-version', streamName: 'a' };
    await expect(append).rejects.toMatchObject({ ...refusal, expectedVersion: 1n, actualVersion: 2n });
  });
});

describe('throwOnAppendFailure=false', () => {
  it('answers with success: false; nextExpectedRevision is right on the plain path alone', async () => {
    const lenient = EventStoreDBClient.connectionString(`${server.url}&throwOnAppendFailure=false`);
    await lenient.appendToStream('a', events(6));
    const wrong = { expectedRevision: 100n };
    const failed = (nextExpectedRevision: bigint) => ({
      ...{ success: false, nextExpectedRevision, position: undefined },
    });
    expect(await lenient.appendToStream('a', event(), wrong)).toEqual(failed(1n));
    expect(await lenient.appendToStream('missing', event(), wrong)).toEqual(failed(-1n));
    expect(await lenient.appendToStream('a', event(), { ...wrong, credentials })).toEqual(failed(5n));
    await lenient.dispose();
  });
});

describe('an empty array', () => {
  it('on an existing stream: any returns the current revision, NO_STREAM is still checked', async () => {
    await client.appendToStream('a', events(3));
    expect(await client.appendToStream('a', [])).toMatchObject({ success: true, nextExpectedRevision: 2n });
    const asNew = client.appendToStream('a', [], { expectedRevision: NO_STREAM });
    await expect(asNew).rejects.toMatchObject({ type: 'wrong-expected-version' });
  });

  it('leaves a missing stream missing: a NO_STREAM append afterwards works', async () => {
    await client.appendToStream('a', []);
    const append = client.appendToStream('a', event(), { expectedRevision: NO_STREAM });
    await expect(append).resolves.toMatchObject({ nextExpectedRevision: 0n });
  });
});

describe('idempotency', () => {
  const [e0, e1, e2] = [event({ n: 0 }), event({ n: 1 }), event({ n: 2 })];
  beforeEach(async () => {
    for (const one of [e0, e1, e2]) await client.appendToStream('a', one);
  });

  it('the same id with the correct next revision is written again; after this ANY with it still returns 1n', async () => {
    const again = await client.appendToStream('a', e1, { expectedRevision: 2n });
    expect(again.nextExpectedRevision).toBe(3n);
    const any = await client.appendToStream('a', e1, { expectedRevision: ANY });
    expect(any.nextExpectedRevision).toBe(1n);
  });

  it('the same id with another wrong revision is refused', async () => {
    const append = client.appendToStream('a', e1, { expectedRevision: 1n });
    await expect(append).rejects.toMatchObject({ type: 'wrong-expected-version', expectedVersion: 1n });
  });

  it('a partial overlap at ANY is refused with expectedVersion "any"', async () => {
    const append = client.appendToStream('a', [e1, event()], { expectedRevision: ANY });
    await expect(append).rejects.toMatchObject({ expectedVersion: 'any', actualVersion: 2n });
  });
});

describe('the size of an append', () => {
  const text = (length: number) => jsonEvent({ type: 'Happened', data: 'x'.repeat(length) });

  it('is limited by the sum: 1048556 chars pass, 1048586 fail', async () => {
    const passed = await client.appendToStream('a', text(1_048_556));
    expect(passed.nextExpectedRevision).toBe(0n);
    const failed = client.appendToStream('a', text(1_048_586));
    await expect(failed).rejects.toMatchObject({ message: '', maxAppendSize: 1_048_576 });
  });

  it('is not helped by the client’s 3 MB splitting; nothing is written', async () => {
    const many = Array.from({ length: 8 }, () => text(500_000));
    await expect(client.appendToStream('a', many)).rejects.toHaveProperty('maxAppendSize', 1_048_576);
    const first = await client.appendToStream('a', event(), { expectedRevision: NO_STREAM });
    expect(first.nextExpectedRevision).toBe(0n);
  });
});

describe('several events in one append', () => {
  it('have contiguous revisions, increasing positions, one `created`', async () => {
    await client.appendToStream('a', events(3));
    const read = (await collected(client.readStream('a'))).map((item) => item.event);
    expect(read.map((one) => one?.revision)).toEqual([0n, 1n, 2n]);
    const positions = read.map((one) => one?.position?.commit ?? 0n);
    expect(new Set(positions).size).toBe(3);
    expect([...positions].sort((a, b) => Number(a - b))).toEqual(positions);
    expect(new Set(read.map((one) => one?.created.getTime())).size).toBe(1);
  });

  it('at a wrong version: none is written', async () => {
    const append = client.appendToStream('a', events(3), { expectedRevision: 7n });
    await expect(append).rejects.toMatchObject({ type: 'wrong-expected-version' });
    await expect(collected(client.readStream('a'))).rejects.toMatchObject({ type: 'stream-not-found' });
  });
});

describe('what is taken as it is', () => {
  it.each(['$sys-x', '$all'])('appending to "%s" is accepted', async (stream) => {
    await expect(client.appendToStream(stream, event())).resolves.toMatchObject({ success: true });
  });

  it('an empty stream name is rejected as an empty type is, with no aftermath', async () => {
    const append = client.appendToStream('', event());
    await expect(append).rejects.toBeInstanceOf(UnknownError);
    await expect(append).rejects.toThrow('Could not recognize BadRequest');
    await expect(client.appendToStream('a', event())).resolves.toMatchObject({ success: true });
  });

  it('deadline 0 is enforced by the server', async () => {
    const append = client.appendToStream('a', event(), { deadline: 0 });
    await expect(append).rejects.toBeInstanceOf(DeadlineExceededError);
  });
});

describe('dispose()', () => {
  it('with 50 in flight rejects them all as cancelled; an append after it works', async () => {
    await client.appendToStream('a', event());
    server.freeze();
    const appends = events(50).map((one) => client.appendToStream('a', one));
    const settled = Promise.allSettled(appends);
    await new Promise(setImmediate);
    await client.dispose();
    for (const one of await settled) {
      const reason = { type: 'unknown', message: '1 CANCELLED: Cancelled on client' };
      expect(one).toMatchObject({ status: 'rejected', reason });
    }
    server.thaw();
    await expect(client.appendToStream('a', event())).resolves.toMatchObject({ success: true });
  });
});
