import { END, EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '../wait-for.js';
import { events } from './spec-events.js';
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

/** Revisions of what is delivered, and how often the subscription was caught up. */
function watchStream(stream: string, options: Parameters<EventStoreDBClient['subscribeToStream']>[1] = {}) {
  const seen = { revisions: [] as bigint[], caughtUp: 0, error: undefined as unknown };
  const subscription = client.subscribeToStream(stream, options);
  subscription.on('data', ({ event }) => event && seen.revisions.push(event.revision));
  subscription.on('caughtUp', () => seen.caughtUp++);
  subscription.on('error', (error) => (seen.error = error));
  return seen;
}

describe('a subscription to a stream', () => {
  it('is exclusive of its revision, catches up, says so, then follows that stream alone', async () => {
    await client.appendToStream('a', events(3));
    const seen = watchStream('a', { fromRevision: 0n });
    await waitFor(() => seen.caughtUp === 1);
    expect(seen.revisions).toEqual([1n, 2n]);
    await client.appendToStream('b', events(2));
    await client.appendToStream('a', events(2));
    await waitFor(() => seen.revisions.length === 4);
    expect(seen.revisions).toEqual([1n, 2n, 3n, 4n]);
  });

  it('of a missing one succeeds, and delivers once it is created', async () => {
    const seen = watchStream('missing');
    await waitFor(() => seen.caughtUp === 1);
    await client.appendToStream('missing', events(1));
    await waitFor(() => seen.revisions.length === 1);
  });

  it('from the end sees only what comes', async () => {
    await client.appendToStream('a', events(3));
    const seen = watchStream('a', { fromRevision: END });
    await waitFor(() => seen.caughtUp === 1);
    await client.appendToStream('a', events(1));
    await waitFor(() => seen.revisions.length === 1);
    expect(seen.revisions).toEqual([3n]);
  });

  it('beyond the end silently goes live', async () => {
    await client.appendToStream('a', events(1));
    const seen = watchStream('a', { fromRevision: 100n });
    await waitFor(() => seen.caughtUp === 1);
    expect(seen).toEqual({ revisions: [], caughtUp: 1, error: undefined });
  });

  it('catches up on what is left of a truncated stream', async () => {
    await client.appendToStream('a', events(5));
    await client.setStreamMetadata('a', { truncateBefore: 3 });
    const seen = watchStream('a');
    await waitFor(() => seen.caughtUp === 1);
    expect(seen.revisions).toEqual([3n, 4n]);
  });

  it('is dropped by one append of 500 events while live', async () => {
    const seen = watchStream('a');
    await waitFor(() => seen.caughtUp === 1);
    await client.appendToStream(
      'a',
      Array.from(events(500), (one) => ({ ...one, data: { x: 'x'.repeat(200) } })),
    );
    await waitFor(() => seen.error !== undefined);
    expect(seen.error).toMatchObject({ type: 'timeout', code: 10 });
  });
});
