import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  NO_STREAM,
  STREAM_EXISTS,
  StreamDeletedError,
  StreamNotFoundError,
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

async function revisionsOf(stream: string, fromRevision?: bigint): Promise<(bigint | undefined)[]> {
  const from = fromRevision === undefined ? {} : { fromRevision };
  return (await collected(client.readStream(stream, from))).map((item) => item.event?.revision);
}

describe('a deleted stream', () => {
  beforeEach(async () => {
    await client.appendToStream('a', events(3));
    await client.deleteStream('a');
  });

  it('is not found, the same as a missing one', async () => {
    await expect(revisionsOf('a')).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it('has metadata that say so, with precision lost', async () => {
    const { metadata } = await client.getStreamMetadata('a');
    expect(metadata?.truncateBefore).toBe(9223372036854776000);
  });

  it.each([
    ['at its last revision', 2n],
    ['as if it were new', NO_STREAM],
    ['at any', ANY],
  ] as const)('is opened again by an append %s, and its revisions go on', async (_, expectedRevision) => {
    const { nextExpectedRevision } = await client.appendToStream('a', event(), { expectedRevision });
    expect(nextExpectedRevision).toBe(3n);
    expect(await revisionsOf('a')).toEqual([3n]);
  });

  it('does not count as one that exists', async () => {
    const append = client.appendToStream('a', event(), { expectedRevision: STREAM_EXISTS });
    await expect(append).rejects.toBeInstanceOf(StreamDeletedError);
  });

  it('leaves its events in $all', async () => {
    const all = await collected(client.readAll());
    expect(all.filter((item) => item.event?.streamId === 'a')).toHaveLength(3);
  });
});

describe('deleting', () => {
  it('refuses a missing stream at any revision, in words and numbers', async () => {
    const deleting = client.deleteStream('missing', { expectedRevision: ANY });
    await expect(deleting).rejects.toBeInstanceOf(WrongExpectedVersionError);
    await expect(deleting).rejects.toMatchObject({
      ...{ code: 9, streamName: 'missing', expectedVersion: -2n, actualVersion: 'no_stream' },
      message: expect.stringContaining('WrongExpectedVersion') as unknown,
    });
  });

  it('refuses a wrong revision', async () => {
    await client.appendToStream('a', events(3));
    const deleting = client.deleteStream('a', { expectedRevision: 1n });
    await expect(deleting).rejects.toMatchObject({ expectedVersion: 1n, actualVersion: 2n });
    const asNew = client.deleteStream('a', { expectedRevision: NO_STREAM });
    await expect(asNew).rejects.toMatchObject({ expectedVersion: -1n, actualVersion: 2n });
    expect(await revisionsOf('a')).toEqual([0n, 1n, 2n]);
  });
});

describe('a tombstone', () => {
  const refusal = (streamName: string) => ({ type: 'stream-deleted', streamName });

  it('ends a stream for reading, appending, deleting, another tombstone and a subscription', async () => {
    await client.appendToStream('a', events(3));
    await client.tombstoneStream('a');
    const credentials = { username: 'admin', password: 'changeit' };
    const attempts = [
      revisionsOf('a'),
      client.appendToStream('a', event()),
      client.appendToStream('a', event(), { credentials }),
      client.deleteStream('a'),
      client.tombstoneStream('a'),
      collected(client.subscribeToStream('a')),
    ];
    for (const settled of await Promise.allSettled(attempts)) {
      expect(settled).toMatchObject({ status: 'rejected', reason: refusal('a') });
      expect((settled as PromiseRejectedResult).reason).toBeInstanceOf(StreamDeletedError);
    }
  });

  it('is named after the metastream by a read of the metadata', async () => {
    await client.tombstoneStream('a');
    await expect(client.getStreamMetadata('a')).rejects.toMatchObject(refusal('$$a'));
  });

  it('of a missing stream succeeds', async () => {
    await expect(client.tombstoneStream('missing')).resolves.toHaveProperty('position');
  });
});

describe('the metadata of a stream', () => {
  beforeEach(async () => {
    await client.appendToStream('a', events(10));
  });

  it('of none is its name only', async () => {
    expect(await client.getStreamMetadata('a')).toEqual({ streamName: 'a' });
  });

  it('keeps the last 3 with maxCount 3; reading from before skips', async () => {
    await client.setStreamMetadata('a', { maxCount: 3 });
    expect(await revisionsOf('a')).toEqual([7n, 8n, 9n]);
    expect((await revisionsOf('a', 2n)).slice(0, 2)).toEqual([7n, 8n]);
    const last = await collected(
      client.readStream('a', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }),
    );
    expect(last[0]?.event?.revision).toBe(9n);
  });

  it('is replaced as a whole', async () => {
    await client.setStreamMetadata('a', { maxCount: 3 });
    await client.setStreamMetadata('a', { truncateBefore: 9 });
    const { metadata } = await client.getStreamMetadata('a');
    expect(metadata).toEqual({ truncateBefore: 9 });
    expect(await revisionsOf('a')).toEqual([9n]);
  });

  it('is an event of type $metadata, whose revision the client takes for a position', async () => {
    await client.setStreamMetadata('a', { maxCount: 3 });
    const [written] = await collected(client.readStream('$$a'));
    expect(written?.event).toMatchObject({ type: '$metadata', data: { $maxCount: 3 }, revision: 0n });
    const { metastreamRevision } = await client.getStreamMetadata('a');
    expect(metastreamRevision).toBe(written?.event?.position?.commit);
  });

  it('truncates streams, not $all', async () => {
    await client.setStreamMetadata('a', { truncateBefore: 9 });
    const all = await collected(client.readAll());
    expect(all.filter((item) => item.event?.streamId === 'a')).toHaveLength(10);
  });
});
