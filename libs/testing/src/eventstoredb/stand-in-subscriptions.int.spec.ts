import {
  EventStoreDBClient,
  START,
  TimeoutError,
  UnavailableError,
  UnknownError,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '../wait-for.js';
import { collected, event, events, watch } from './spec-events.js';
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

describe('a subscription to $all', () => {
  const ours = (checkpoints: [bigint, bigint][] = [], checkpointInterval = 1) =>
    streamNameFilter({
      prefixes: ['ours-'],
      checkpointInterval,
      checkpointReached: async (_, { commit, prepare }) => void checkpoints.push([commit, prepare]),
    });

  it('is exclusive of its position, catches up, says so, then follows in order', async () => {
    await client.appendToStream('ours-a', events(3));
    const [after] = await collected(client.readStream('ours-a'));
    const seen = watch(
      client.subscribeToAll({ fromPosition: after?.event?.position ?? START, filter: ours() }),
    );
    await waitFor(() => seen.caughtUp === 1);
    expect(seen.ids).toHaveLength(2);
    await client.appendToStream('theirs', events(2));
    await client.appendToStream('ours-a', events(2));
    await waitFor(() => seen.ids.length === 4);
    expect([...seen.positions].sort((a, b) => Number(a - b))).toEqual(seen.positions);
  });

  it('reaches a checkpoint for every interval x 32 events looked at, live', async () => {
    const [each, second]: [bigint, bigint][][] = [[], []];
    const watched = [
      watch(client.subscribeToAll({ filter: ours(each) })),
      watch(client.subscribeToAll({ filter: ours(second, 2) })),
    ];
    await waitFor(() => watched.every(({ caughtUp }) => caughtUp === 1));
    for (let round = 0; round < 20; round++) await client.appendToStream('theirs', events(100));
    const live = (checkpoints: [bigint, bigint][]) =>
      checkpoints.filter(([, prepare]) => prepare > 0n).length;
    await waitFor(() => live(each ?? []) === 62 && live(second ?? []) === 31);
  });

  it('reaches {0,0} and checkpoints with prepare 0 while catching up, and loses nothing after any', async () => {
    for (let round = 0; round < 10; round++) {
      await client.appendToStream('theirs', events(30));
      await client.appendToStream('ours-a', events(3));
    }
    const checkpoints: [bigint, bigint][] = [];
    const seen = watch(client.subscribeToAll({ filter: ours(checkpoints) }));
    await waitFor(() => seen.caughtUp === 1);
    expect(checkpoints[0]).toEqual([0n, 0n]);
    expect(checkpoints.length).toBeGreaterThan(5);
    for (const [commit, prepare] of checkpoints.slice(1)) {
      expect(prepare).toBe(0n);
      const resumed = watch(client.subscribeToAll({ fromPosition: { commit, prepare }, filter: ours() }));
      await waitFor(() => resumed.caughtUp === 1);
      const expected = seen.ids.filter((_, index) => (seen.positions[index] ?? 0n) >= commit);
      expect(resumed.ids).toEqual(expected);
    }
  });

  it('silently goes live beyond the end, and skips what comes before that position', async () => {
    const fromPosition = { commit: 1_000_000n, prepare: 1_000_000n };
    const seen = watch(client.subscribeToAll({ fromPosition, filter: ours() }));
    await waitFor(() => seen.caughtUp === 1);
    expect(seen.error).toBeUndefined();
  });

  it('refuses a position where no record begins', async () => {
    const seen = watch(client.subscribeToAll({ fromPosition: { commit: 7n, prepare: 7n } }));
    await waitFor(() => seen.error);
    expect(seen.error).toMatchObject({ type: 'unknown', code: 2 });
  });

  it('passes one append of 100 events, and is dropped by one of 500', async () => {
    const seen = watch(client.subscribeToAll({ filter: ours() }));
    await waitFor(() => seen.caughtUp === 1);
    await client.appendToStream('ours-a', events(100));
    await waitFor(() => seen.ids.length === 100);
    expect(seen.error).toBeUndefined();
    await client.appendToStream('ours-a', events(500));
    await waitFor(() => seen.error);
    expect(seen.error).toBeInstanceOf(TimeoutError);
    expect(seen.error).toMatchObject({ type: 'timeout', code: 10 });
    expect(String(seen.error)).toContain(
      'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
    );
  });

  it('waits for a slow consumer while it catches up', async () => {
    for (let round = 0; round < 20; round++) await client.appendToStream('ours-a', events(100));
    let count = 0;
    for await (const { event: delivered } of client.subscribeToAll({ filter: ours() })) {
      expect(delivered?.revision).toBe(BigInt(count));
      if (++count % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      if (count === 2_000) break;
    }
    expect(count).toBe(2_000);
  });

  it('may deliver before the append has answered', async () => {
    const order: string[] = [];
    const subscription = client.subscribeToAll({ filter: ours() });
    const seen = watch(subscription);
    await waitFor(() => seen.caughtUp === 1);
    subscription.on('data', () => order.push('delivered'));
    await client.appendToStream('ours-a', event()).then(() => order.push('answered'));
    await waitFor(() => order.length === 2);
    expect(order).toEqual(['delivered', 'answered']);
  });
});

describe('a server that goes away', () => {
  it('by SIGTERM ends subscriptions with code 13, not as unavailable', async () => {
    const seen = watch(client.subscribeToAll());
    await waitFor(() => seen.caughtUp === 1);
    server.stop();
    await waitFor(() => seen.error);
    expect(seen.error).toBeInstanceOf(UnknownError);
    expect(seen.error).toMatchObject({ type: 'unknown', code: 13 });
    expect(String(seen.error)).toContain('Received RST_STREAM with code 0 (Call ended without gRPC status)');
  });

  it('by SIGKILL ends everything as unavailable', async () => {
    await client.appendToStream('a', event());
    const seen = watch(client.subscribeToAll());
    await waitFor(() => seen.caughtUp === 1);
    server.loseAppendAnswers(1);
    const append = client.appendToStream('a', event());
    await expect(append).rejects.toBeInstanceOf(UnavailableError);
    await waitFor(() => seen.error);
    expect(seen.error).toMatchObject({ type: 'unavailable', code: 14 });
  });

  it('makes reads and appends fail at once, the append with a plain error of code 14', async () => {
    server.kill();
    await expect(collected(client.readAll())).rejects.toMatchObject({ type: 'unavailable', code: 14 });
    const append = client.appendToStream('a', event());
    await expect(append).rejects.toMatchObject({ code: 14 });
    await expect(append).rejects.not.toHaveProperty('type');
  });

  it('is found again by the same client, but not by its subscriptions', async () => {
    await client.appendToStream('a', event());
    const seen = watch(client.subscribeToAll());
    await waitFor(() => seen.caughtUp === 1);
    server.kill();
    await waitFor(() => seen.error);
    await server.restart();
    await waitFor(() => client.appendToStream('a', event()));
    expect(await waitFor(() => collected(client.readStream('a')))).toHaveLength(2);
    expect(seen.ids).toHaveLength(2); // the system event and the first
  });

  it('is found by gossip, and is not where nobody gossips', async () => {
    const discovering = EventStoreDBClient.connectionString(server.discoverUrl);
    await expect(collected(discovering.readAll())).resolves.toHaveLength(1);
    await discovering.dispose();
    server.kill();
    const lost = EventStoreDBClient.connectionString(server.discoverUrl);
    await expect(collected(lost.readAll())).rejects.toThrow('Failed to discover after 10 attempts.');
    await lost.dispose();
  });
});
