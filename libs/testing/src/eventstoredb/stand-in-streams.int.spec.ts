import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  MaxAppendSizeExceededError,
  NO_STREAM,
  STREAM_EXISTS,
  START,
  StreamNotFoundError,
  UnknownError,
  WrongExpectedVersionError,
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

describe('appending', () => {
  it('answers with the position of the last event of the append', async () => {
    const result = await client.appendToStream('a', events(3), { expectedRevision: NO_STREAM });
    const read = await collected(client.readStream('a'));
    expect(result).toEqual({
      success: true,
      nextExpectedRevision: 2n,
      position: read.at(-1)?.event?.position,
    });
  });

  it.each([
    ['no_stream', NO_STREAM, 'written', 2n],
    ['stream_exists', STREAM_EXISTS, 'missing', 'no_stream'],
    [1n, 1n, 'written', 2n],
    [100n, 100n, 'written', 2n],
    [0n, 0n, 'missing', 'no_stream'],
  ] as const)(
    'refuses a wrong version: %s',
    async (expectedVersion, expectedRevision, stream, actualVersion) => {
      await client.appendToStream('written', events(3));
      const append = client.appendToStream(stream, event(), { expectedRevision });
      const refusal = { type: 'wrong-expected-version', streamName: stream, expectedVersion, actualVersion };
      await expect(append).rejects.toMatchObject({ ...refusal, message: '', code: undefined, name: 'Error' });
      await expect(append).rejects.toBeInstanceOf(WrongExpectedVersionError);
    },
  );

  it('lets exactly one of 20 at the same revision win', async () => {
    const appends = Array.from({ length: 20 }, () =>
      client.appendToStream('a', event(), { expectedRevision: NO_STREAM }),
    );
    const results = await Promise.allSettled(appends);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('applies unawaited appends in call order', async () => {
    const appended = events(50);
    await client.appendToStream('another', event()); // the very first sets the connection up, which takes turns
    await Promise.all(appended.map((one) => client.appendToStream('a', one, { expectedRevision: ANY })));
    const read = await collected(client.readStream('a'));
    expect(read.map((item) => item.event?.id)).toEqual(appended.map(({ id }) => id));
  });

  it('takes 1,048,576 bytes in all, not more, and stays usable', async () => {
    const append = client.appendToStream('a', event({ text: 'x'.repeat(1_048_586) }));
    await expect(append).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
    await expect(append).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
    await expect(client.appendToStream('a', event())).resolves.toMatchObject({ nextExpectedRevision: 0n });
  });

  it('says the size in words where there are credentials', async () => {
    const credentials = { username: 'admin', password: 'changeit' };
    await expect(
      client.appendToStream('a', event({ text: 'x'.repeat(1_048_586) }), { credentials }),
    ).rejects.toMatchObject({ message: '3 INVALID_ARGUMENT: Maximum Append Size of 1048576 Exceeded.' });
    await expect(client.appendToStream('a', event(), { credentials })).resolves.toMatchObject({
      success: true,
      nextExpectedRevision: 0n,
    });
  });

  it('does not recognise an event without a type', async () => {
    const malformed = { ...event(), type: '' };
    await expect(client.appendToStream('a', malformed)).rejects.toThrow('Could not recognize BadRequest');
    expect(server.malformedAppendCount).toBe(1);
  });

  it('of nothing succeeds, and makes no stream', async () => {
    await expect(client.appendToStream('a', [])).resolves.toMatchObject({ nextExpectedRevision: 0n });
    await expect(collected(client.readStream('a'))).rejects.toBeInstanceOf(StreamNotFoundError);
  });
});

describe('idempotency', () => {
  const written = events(3);
  const [first, second, third] = written as [(typeof written)[0], (typeof written)[0], (typeof written)[0]];
  let positions: (bigint | undefined)[];
  beforeEach(async () => {
    const results = [];
    for (const one of written) results.push(await client.appendToStream('a', one));
    positions = results.map(({ position }) => position?.commit);
  });

  it.each([
    ['same id and expected revision, not last', [first], NO_STREAM, 0],
    ['same id and expected revision, last', [third], 1n, 2],
    ['several that were written separately', [first, second], NO_STREAM, 1],
    ['same id at any revision', [second], ANY, 1],
    ['same id where the stream must exist', [third], STREAM_EXISTS, 2],
  ] as const)('%s: the original answer, not duplicated', async (_, repeated, expectedRevision, index) => {
    const result = await client.appendToStream('a', [...repeated], { expectedRevision });
    expect(result.nextExpectedRevision).toBe(BigInt(index));
    expect(result.position?.commit).toBe(positions[index]);
    expect(await collected(client.readStream('a'))).toHaveLength(3);
  });

  it('keeps the old data of the same id at the same revision', async () => {
    await client.appendToStream('a', event({ other: true }, first.id), { expectedRevision: NO_STREAM });
    const [read] = await collected(client.readStream('a', { maxCount: 1 }));
    expect(read?.event?.data).toEqual({ number: 0 });
  });

  it('writes the same id again at the next revision', async () => {
    const result = await client.appendToStream('a', third, { expectedRevision: 2n });
    expect(result.nextExpectedRevision).toBe(3n);
    expect(await collected(client.readStream('a'))).toHaveLength(4);
  });

  it.each([ANY, 0n] as const)('refuses a partial overlap at %s', async (expectedRevision) => {
    const append = client.appendToStream('a', [second, event()], { expectedRevision });
    await expect(append).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 2n });
  });

  it('writes the same id in another stream, and twice within one append', async () => {
    await client.appendToStream('b', [first, first]);
    expect(await collected(client.readStream('b'))).toHaveLength(2);
  });
});

describe('reading', () => {
  it('does not find a missing stream', async () => {
    const read = collected(client.readStream('missing'));
    await expect(read).rejects.toBeInstanceOf(StreamNotFoundError);
    await expect(read).rejects.toMatchObject({ type: 'stream-not-found', streamName: 'missing' });
  });

  it('begins with 1 system event in a fresh database', async () => {
    const all = await collected(client.readAll());
    expect(all.map((item) => [item.event?.streamId, item.event?.type])).toEqual([
      ['$$$scavenges', '$metadata'],
    ]);
  });

  it('is inclusive forwards, exclusive backwards, and empty far beyond the end', async () => {
    await client.appendToStream('a', events(3));
    const all = await collected(client.readAll());
    const fromPosition = all[1]?.event?.position ?? START;
    expect(await collected(client.readAll({ fromPosition }))).toHaveLength(3);
    expect(await collected(client.readAll({ fromPosition, direction: BACKWARDS }))).toHaveLength(1);
    expect(await collected(client.readAll({ fromPosition: END }))).toEqual([]);
    const beyond = { commit: 1_000_000n, prepare: 1_000_000n };
    expect(await collected(client.readAll({ fromPosition: beyond }))).toEqual([]);
  });

  it('refuses a position where no record begins', async () => {
    const read = collected(client.readAll({ fromPosition: { commit: 7n, prepare: 7n } }));
    await expect(read).rejects.toBeInstanceOf(UnknownError);
    await expect(read).rejects.toThrow('Unexpected ReadAllResult: Error');
  });

  it('gives back JSON, positions that rise by the size of the records, and one time for one append', async () => {
    const data = { text: 'Grüße 🔑 \u0000 \ud800', nested: [1, { two: null }] };
    await client.appendToStream('a', [event(data), event()]);
    const [one, two] = (await collected(client.readStream('a'))).map((item) => item.event);
    expect(one).toMatchObject({ data, isJson: true, revision: 0n, metadata: { actor: 'spec' } });
    expect(one?.position?.commit).toBe(one?.position?.prepare);
    expect((two?.position?.commit ?? 0n) - (one?.position?.commit ?? 0n)).toBeGreaterThan(1n);
    expect(two?.created).toEqual(one?.created);
  });
});
