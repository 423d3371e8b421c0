import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  InvalidArgumentError,
  STREAM_EXISTS,
  UnknownError,
  jsonEvent,
  streamNameFilter,
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

type ReadOptions = Parameters<EventStoreDBClient['readStream']>[1];

async function revisions(options: ReadOptions): Promise<(bigint | undefined)[]> {
  return (await collected(client.readStream('a', options))).map((item) => item.event?.revision);
}

describe('reading a stream', () => {
  beforeEach(async () => {
    await client.appendToStream('a', events(10));
  });

  it('that is missing says its name', async () => {
    await expect(collected(client.readStream('missing'))).rejects.toThrow('missing not found');
  });

  it.each([
    ['maxCount 0', { maxCount: 0 }, '2 UNKNOWN: Unexpected ReadStreamResult: Error', 2],
    ['forwards from END', { fromRevision: END }, 'Unexpected ReadStreamResult: Error', 2],
    ['maxCount -1', { maxCount: -1 }, '', 13],
  ] as const)('with %s is an UnknownError', async (_, options, message, code) => {
    const read = revisions(options);
    await expect(read).rejects.toBeInstanceOf(UnknownError);
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toMatchObject({ code });
  });

  it('with fromRevision -1n is an InvalidArgumentError (synchronous)', () => {
    expect(() => client.readStream('a', { fromRevision: -1n })).toThrow(InvalidArgumentError);
  });

  it.each([10n, 1000n])('forwards from beyond the end (%p) is empty, no error', async (fromRevision) => {
    expect(await revisions({ fromRevision })).toEqual([]);
  });

  it('backwards without fromRevision starts at START: only event 0', async () => {
    expect(await revisions({ direction: BACKWARDS })).toEqual([0n]);
  });

  it('backwards from 1000n: all 10, newest first', async () => {
    const read = await revisions({ direction: BACKWARDS, fromRevision: 1000n });
    expect(read).toEqual([9n, 8n, 7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n]);
  });
});

describe('deleting with STREAM_EXISTS', () => {
  it('is an UnknownError of code 13 (unusable)', async () => {
    await client.appendToStream('a', event());
    const deleting = client.deleteStream('a', { expectedRevision: STREAM_EXISTS as unknown as bigint });
    await expect(deleting).rejects.toBeInstanceOf(UnknownError);
    await expect(deleting).rejects.toMatchObject({ code: 13 });
  });
});

describe('reading $all', () => {
  it('gives items of event and commitPosition, events with a position, as reading a stream does', async () => {
    await client.appendToStream('a', event());
    const keys = 'streamId,id,revision,type,data,metadata,isJson,created,position'.split(',').sort();
    const items = [
      (await collected(client.readAll())).at(-1),
      (await collected(client.readStream('a'))).at(-1),
    ];
    for (const item of items) {
      expect(Object.keys(item ?? {}).sort()).toEqual(['commitPosition', 'event']);
      expect(Object.keys(item?.event ?? {}).sort()).toEqual(keys);
      expect(item?.event?.created).toBeInstanceOf(Date);
      expect(item?.event?.position).toEqual({ commit: item?.commitPosition, prepare: item?.commitPosition });
    }
  });

  it('does not filter: a `filter` option is silently ignored; system events are included', async () => {
    await client.appendToStream('a', event());
    const filter = streamNameFilter({ prefixes: ['a'] });
    const all = await collected(client.readAll({ filter } as object));
    expect(all.map((item) => item.event?.streamId)).toEqual(['$$$scavenges', 'a']);
  });

  it('from a position with prepare > commit: "Exception was thrown by handler."', async () => {
    const { position } = await client.appendToStream('a', event());
    const commit = position?.commit ?? 0n;
    const read = collected(client.readAll({ fromPosition: { commit, prepare: commit + 1n } }));
    await expect(read).rejects.toBeInstanceOf(UnknownError);
    await expect(read).rejects.toThrow('2 UNKNOWN: Exception was thrown by handler.');
  });

  it('with maxCount reads so many', async () => {
    await client.appendToStream('a', events(3));
    expect(await collected(client.readAll({ maxCount: 2 }))).toHaveLength(2);
  });
});

describe('data', () => {
  const type = 'Happened';
  async function roundTrip(written: Parameters<EventStoreDBClient['appendToStream']>[1]) {
    await client.appendToStream('a', written);
    return (await collected(client.readStream('a')))[0]?.event;
  }

  it.each<[string, unknown, unknown]>([
    ['9007199254740993', JSON.parse('9007199254740993'), 9007199254740992],
    ['-0', -0, 0],
    ['undefined in an object', { one: 1, none: undefined }, { one: 1 }],
    ['NaN', { n: NaN }, { n: null }],
    ['a Date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['null', null, null],
    ['a string', 'text', 'text'],
    ['an array', [1, [2]], [1, [2]]],
  ])('%s comes back as JSON has it', async (_, data, expected) => {
    const read = await roundTrip(jsonEvent({ type, data: data as string }));
    expect(read?.data).toStrictEqual(expected);
  });

  it.each([new Uint8Array([1, 2, 255]), Buffer.from([1, 2, 255])])(
    'metadata of bytes come back as Uint8Array (%#)',
    async (metadata) => {
      const read = await roundTrip(jsonEvent({ type, data: {}, metadata: metadata as never }));
      expect(Array.from(read?.metadata as Uint8Array)).toEqual([1, 2, 255]);
    },
  );

  it('absent metadata are undefined; an upper-case UUID comes back lower-case', async () => {
    const id = 'ABCDEF00-0000-4000-8000-00000000000A';
    const read = await roundTrip(jsonEvent({ id, type, data: {} }));
    expect(read?.metadata).toBeUndefined();
    expect(read?.id).toBe(id.toLowerCase());
  });
});
